/**
 * An engine that is killed beside its running containers and opened again: what it finds of them,
 * and how soon. Start at {@link io.gantry.bench.reopen.Reopening}.
 */
@NullMarked
package io.gantry.bench.reopen;

import org.jspecify.annotations.NullMarked;
