package io.gantry.engine.pod;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.AtomicFile;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The root of all infra containers: a directory with nothing but the host's small init program,
 * which does nothing but wait. What a run adds is kept apart from it.
 *
 * @param program absent if the host has none
 */
public record PauseRoot(Path directory, @Nullable Path program) {
  static final String PROGRAM = "/pause";

  private static final int EXECUTABLE = 0755;

  /**
   * Makes it ready.
   *
   * @throws GantryException UNSUPPORTED if the host has no such program
   */
  Path prepare() {
    if (program == null) {
      throw GantryException.of(
          ErrorCode.UNSUPPORTED, "pods need the program catatonit on this node: install it");
    }
    try {
      Files.createDirectories(directory);
      Path copy = directory.resolve(PROGRAM.substring(1));
      if (!Files.exists(copy) || Files.mismatch(copy, program) >= 0) {
        AtomicFile.write(copy, Files.readAllBytes(program), EXECUTABLE);
      }
      return directory;
    } catch (SyscallException e) {
      throw GantryException.of(e.code(), "the root of infra containers cannot be made", e);
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.STORAGE, "the root of infra containers cannot be made", e);
    }
  }
}
