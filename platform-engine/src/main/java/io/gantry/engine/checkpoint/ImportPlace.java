package io.gantry.engine.checkpoint;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.AtomicFile;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where an archive is unpacked, in a directory of its container's id that nobody else can enter,
 * and the note of what has to be removed again should the import not come to its end.
 *
 * @param directory of all imports
 */
record ImportPlace(Path directory, ContainerId id) {
  private static final String NOTE = "volumes";
  private static final String CONTENT = "content";
  private static final int OWN_ONLY = 0700;
  private static final int PERMISSIONS = 0600;

  /** Volumes an import makes. */
  record Made(TenantId tenant, List<String> volumes) {}

  /**
   * Takes it.
   *
   * @throws GantryException CONFLICT if another import makes the same container
   */
  void take() throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (Directory parent = Directory.open(directory)) {
      parent.makeDirectory(id.value(), OWN_ONLY);
      try (Directory own = parent.directory(id.value())) {
        own.makeDirectory(CONTENT, OWN_ONLY);
      }
    } catch (SyscallException e) {
      if (e.is(Errno.EEXIST)) {
        throw GantryException.of(
                ErrorCode.CONFLICT, "it is being imported by somebody else: wait for that", e)
            .about("container", id);
      }
      throw e;
    }
  }

  Path own() {
    return directory.resolve(id.value());
  }

  Path content() {
    return own().resolve(CONTENT);
  }

  /** Notes durably what is going to be made. */
  void note(Made made) throws SyscallException {
    AtomicFile.write(own().resolve(NOTE), JsonMapper.shared().writeValueAsBytes(made), PERMISSIONS);
  }

  /** Empty if nothing was going to be made. */
  Optional<Made> noted() throws IOException {
    Path note = own().resolve(NOTE);
    try {
      return Files.exists(note)
          ? Optional.of(JsonMapper.shared().readValue(Files.readAllBytes(note), Made.class))
          : Optional.empty();
    } catch (JacksonException e) {
      throw new IOException("the note of an import cannot be read", e);
    }
  }

  void giveBack() throws SyscallException {
    try (Directory parent = Directory.open(directory)) {
      TreeRemoval.remove(parent, id.value());
    }
  }
}
