/** The chart in {@code helm/}: rendered by helm itself, as a library, and read as YAML. */
@NullMarked
package io.gantry.packaging.chart;

import org.jspecify.annotations.NullMarked;
