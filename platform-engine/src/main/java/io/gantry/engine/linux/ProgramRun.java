package io.gantry.engine.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A program that was run to its end, its output kept in memory.
 *
 * @param code what it returned, 128 plus the number for a signal
 */
public record ProgramRun(int code, String output, String errors) {
  private static final int MAXIMUM_OUTPUT_BYTES = 1 << 20;
  private static final Path NULL = Path.of("/dev/null");

  /** Gets to know the process as soon as it runs. */
  @FunctionalInterface
  public interface Started {
    void accept(ProcessIdentity process) throws IOException;
  }

  /**
   * Runs the program; empty if it was late and killed.
   *
   * @param input for its standard input
   */
  public static Optional<ProgramRun> of(Program program, byte[] input, Duration limit)
      throws IOException {
    return of(program, input, limit, process -> {});
  }

  /** As {@link #of(Program, byte[], Duration)}, telling which process it is. */
  public static Optional<ProgramRun> of(
      Program program, byte[] input, Duration limit, Started started) throws IOException {
    try (MemoryFile output = MemoryFile.create("stdout");
        MemoryFile errors = MemoryFile.create("stderr");
        Descriptor in = input(input)) {
      ChildProcess child =
          Spawn.start(program, List.of(in, output.descriptor(), errors.descriptor()));
      Optional<Integer> code;
      try {
        Optional<ProcessIdentity> process = ProcessIdentity.of(child.pid());
        if (process.isPresent()) {
          started.accept(process.get());
        }
      } finally {
        code = child.waitFor(limit);
      }
      if (code.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new ProgramRun(
              code.get(), output.read(MAXIMUM_OUTPUT_BYTES), errors.read(MAXIMUM_OUTPUT_BYTES)));
    }
  }

  private static Descriptor input(byte[] input) throws SyscallException {
    if (input.length == 0) {
      return Descriptor.open(NULL, OpenFlags.O_RDONLY, 0);
    }
    try (MemoryFile file = MemoryFile.create("stdin")) {
      file.descriptor().write(input);
      return Descriptor.open(file.descriptor().path(), OpenFlags.O_RDONLY, 0);
    }
  }
}
