/** What tenants may have at most: the limits, what is used of them, and who keeps them. */
@NullMarked
package io.gantry.fleet.quota;

import org.jspecify.annotations.NullMarked;
