package io.gantry.engine.runtime;

import io.gantry.engine.linux.ChildProcess;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.MemoryFile;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.Program;
import io.gantry.engine.linux.Spawn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs a program to its end with its output kept in memory. */
final class RuntimeCall {
  private static final int MAXIMUM_OUTPUT_BYTES = 1 << 20;
  private static final Path NULL = Path.of("/dev/null");

  private RuntimeCall() {}

  /** Runs the program to its end; empty if it was late and killed. */
  static Optional<Result> run(Program program, String input, Duration limit) throws IOException {
    try (MemoryFile output = MemoryFile.create("stdout");
        MemoryFile errors = MemoryFile.create("stderr");
        Descriptor in = input(input)) {
      ChildProcess child =
          Spawn.start(program, List.of(in, output.descriptor(), errors.descriptor()));
      Optional<Integer> code = child.waitFor(limit);
      if (code.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Result(
              code.get(), output.read(MAXIMUM_OUTPUT_BYTES), errors.read(MAXIMUM_OUTPUT_BYTES)));
    }
  }

  private static Descriptor input(String input) throws IOException {
    if (input.isEmpty()) {
      return Descriptor.open(NULL, OpenFlags.O_RDONLY, 0);
    }
    try (MemoryFile file = MemoryFile.create("stdin")) {
      file.descriptor().write(input.getBytes(StandardCharsets.UTF_8));
      return Descriptor.open(file.descriptor().path(), OpenFlags.O_RDONLY, 0);
    }
  }

  /** How a program ended and what it wrote. */
  record Result(int code, String output, String errors) {}
}
