/** Comma-separated values, as exports write them. */
@NullMarked
package io.gantry.web.csv;

import org.jspecify.annotations.NullMarked;
