/** Which images a tenant has, and where. */
@NullMarked
package io.gantry.fleet.image;

import org.jspecify.annotations.NullMarked;
