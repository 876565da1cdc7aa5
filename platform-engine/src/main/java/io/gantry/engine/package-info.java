/**
 * The container engine of one node. {@link io.gantry.engine.Engine} is the only entry; it wires the
 * rooms below by hand. Start reading there, then at {@link io.gantry.engine.lifecycle.Lifecycle}.
 */
@NullMarked
package io.gantry.engine;

import org.jspecify.annotations.NullMarked;
