package io.gantry.engine.checkpoint;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what CRIU counted while it worked: a file of two marks, a length, and one message in
 * protocol buffers that holds another one for a dump or a restore.
 */
final class CriuStatistics {
  private static final int SERVICE_MARK = 0x55105940;
  private static final int STATISTICS_MARK = 0x57093306;
  static final int DUMP = 1;
  static final int RESTORE = 2;
  private static final int MAXIMUM_BYTES = 64 * 1024;
  private static final int VARINT = 0;
  private static final int MESSAGE = 2;
  private static final long MICRO = 1000;

  private CriuStatistics() {}

  /** Empty if CRIU left none that can be read. */
  static Optional<DumpStatistics> dump(Path file) {
    return fields(file, DUMP)
        .map(
            fields ->
                new DumpStatistics(
                    time(fields, 1),
                    time(fields, 2),
                    time(fields, 3),
                    time(fields, 4),
                    count(fields, 5),
                    count(fields, 7)));
  }

  /** Empty if CRIU left none that can be read. */
  static Optional<RestoreStatistics> restore(Path file) {
    return fields(file, RESTORE)
        .map(fields -> new RestoreStatistics(time(fields, 3), time(fields, 4), count(fields, 5)));
  }

  private static Optional<Map<Integer, Long>> fields(Path file, int kind) {
    try (var content = Files.newInputStream(file)) {
      return fields(content.readNBytes(MAXIMUM_BYTES), kind);
    } catch (IOException e) {
      return Optional.empty(); // CRIU did not get to counting
    }
  }

  /** The numbers of a message of that kind, by their fields; empty if there is none. */
  static Optional<Map<Integer, Long>> fields(byte[] content, int kind) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
      if (bytes.getInt() != SERVICE_MARK || bytes.getInt() != STATISTICS_MARK) {
        return Optional.empty();
      }
      bytes.limit(bytes.position() + Integer.BYTES + bytes.getInt(bytes.position()));
      int unused = bytes.getInt();
      return inner(bytes, kind);
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | ArithmeticException e) {
      return Optional.empty(); // what is no statistics tells nothing
    }
  }

  private static Optional<Map<Integer, Long>> inner(ByteBuffer outer, int kind) {
    while (outer.hasRemaining()) {
      long tag = varint(outer);
      if ((tag & 7) != MESSAGE) {
        return Optional.empty();
      }
      int length = Math.toIntExact(varint(outer));
      ByteBuffer message = outer.slice(outer.position(), length);
      outer.position(outer.position() + length);
      if (tag >> 3 == kind) {
        return Optional.of(numbers(message));
      }
    }
    return Optional.empty();
  }

  private static Map<Integer, Long> numbers(ByteBuffer message) {
    Map<Integer, Long> numbers = new HashMap<>();
    while (message.hasRemaining()) {
      long tag = varint(message);
      if ((tag & 7) != VARINT) {
        return numbers;
      }
      numbers.put((int) (tag >> 3), varint(message));
    }
    return numbers;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }

  private static Duration time(Map<Integer, Long> fields, int number) {
    return Duration.ofNanos(count(fields, number) * MICRO);
  }

  private static long count(Map<Integer, Long> fields, int number) {
    return fields.getOrDefault(number, 0L);
  }
}
