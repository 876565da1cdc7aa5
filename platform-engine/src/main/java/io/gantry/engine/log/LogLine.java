package io.gantry.engine.log;

import io.gantry.engine.runtime.StandardStream;
import java.time.Instant;

/**
 * A line a container wrote, its parts joined (LOGS-2).
 *
 * @param time when its first part was written
 * @param text without the line's end; not copied
 * @param whole whether the container ended the line; very long ones come in several pieces
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record LogLine(Instant time, StandardStream stream, byte[] text, boolean whole) {}
