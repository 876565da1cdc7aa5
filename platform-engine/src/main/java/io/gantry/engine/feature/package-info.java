/**
 * Which OCI runtime the engine uses, what that says it can, and what a container needs of it. What
 * it is told to do is in {@code runtime}. Start at {@link io.gantry.engine.feature.RuntimeProgram}.
 */
@NullMarked
package io.gantry.engine.feature;

import org.jspecify.annotations.NullMarked;
