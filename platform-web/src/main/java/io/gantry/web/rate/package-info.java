/**
 * How fast tenants and their credentials may ask. Each replica counts for itself. Start at {@link
 * io.gantry.web.rate.RateLimitFilter}.
 */
@NullMarked
package io.gantry.web.rate;

import org.jspecify.annotations.NullMarked;
