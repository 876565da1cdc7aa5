/**
 * An installation of the packaged product, as a user has it, and what may be left of it on the
 * host. Start at {@link io.gantry.bench.product.Installation}.
 */
@NullMarked
package io.gantry.bench.product;

import org.jspecify.annotations.NullMarked;
