/**
 * What the node remembers: containers, their runs and exits, further commands in them, and the
 * outbox, in one SQLite file. Start reading at {@link io.gantry.engine.state.StateStore}. Rooms
 * keep tables of their own in the same {@link io.gantry.engine.state.Database}. Nothing here
 * decides what may happen.
 */
@NullMarked
package io.gantry.engine.state;

import org.jspecify.annotations.NullMarked;
