/**
 * Streams to and from a container's processes: attaching to the one it was started with, and
 * sessions that run a further command inside it. State and locks of the container are the
 * lifecycle's matter; what is remembered of sessions lies in the state's room. Start at {@link
 * io.gantry.engine.exec.AttachSession}, {@link io.gantry.engine.exec.ExecSessions} and {@link
 * io.gantry.engine.exec.RecordedSessions}.
 */
@NullMarked
package io.gantry.engine.exec;

import org.jspecify.annotations.NullMarked;
