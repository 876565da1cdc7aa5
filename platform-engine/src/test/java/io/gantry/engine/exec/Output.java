package io.gantry.engine.exec;

import io.gantry.engine.runtime.StandardStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a session wrote, stream by stream. */
record Output(String stdout, String stderr) {
  /** Reads to the end. */
  static Output of(AttachSession session) throws InterruptedException {
    Map<StandardStream, ByteArrayOutputStream> streams = new EnumMap<>(StandardStream.class);
    for (Optional<OutputChunk> chunk = session.read(); chunk.isPresent(); chunk = session.read()) {
      streams
          .computeIfAbsent(chunk.get().stream(), stream -> new ByteArrayOutputStream())
          .writeBytes(chunk.get().bytes());
    }
    return new Output(
        text(streams.get(StandardStream.STDOUT)), text(streams.get(StandardStream.STDERR)));
  }

  private static String text(@Nullable ByteArrayOutputStream bytes) {
    return bytes == null ? "" : bytes.toString(StandardCharsets.UTF_8);
  }
}
