/** What nodes report: each batch is taken in by one transaction, each report once. */
@NullMarked
package io.gantry.fleet.report;

import org.jspecify.annotations.NullMarked;
