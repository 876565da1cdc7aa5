/**
 * Benchmarks of whole operations, each measured beside Podman's service and the bare programs in
 * the same run. Start at {@link io.gantry.bench.Figures}.
 */
@NullMarked
package io.gantry.bench;

import org.jspecify.annotations.NullMarked;
