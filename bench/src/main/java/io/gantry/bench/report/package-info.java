/**
 * What nodes tell, as fast as it goes, beside the same changes as bare SQL in the same database.
 * Start at {@link io.gantry.bench.report.Reports}.
 */
@NullMarked
package io.gantry.bench.report;

import org.jspecify.annotations.NullMarked;
