package io.gantry.engine.exec;

import io.gantry.engine.runtime.StandardStream;

/**
 * Some output of a process. With a terminal all of it is standard output.
 *
 * @param bytes not empty; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record OutputChunk(StandardStream stream, byte[] bytes) {}
