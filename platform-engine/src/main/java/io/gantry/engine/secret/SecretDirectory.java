package io.gantry.engine.secret;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.TreeRemoval;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * The plain files of a container's secrets, in its run directory: those of {@code /run/secrets} in
 * one directory that is mounted there, the others apart.
 */
record SecretDirectory(Path runDir, IdMaps maps) {
  private static final String PARENT = "run";
  private static final String COMMON = "secrets";
  private static final String APART = "files";
  private static final String DESTINATION = "/run/secrets";
  private static final int READABLE = 0755;
  private static final int CLOSED = 0700;
  private static final int OWNER_ONLY = 0600;
  private static final int CREATE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;

  /**
   * Makes the directories anew (SECRETS-6). Users of the host get through to none of them, whatever
   * the modes of the files.
   */
  void make() throws IOException {
    Files.createDirectories(runDir);
    try (Directory run = Directory.open(runDir)) {
      if (run.contains(PARENT)) {
        TreeRemoval.remove(run, PARENT);
      }
      run.makeDirectory(PARENT, CLOSED);
      run.setPermissions(PARENT, CLOSED);
      run.setOwner(PARENT, (int) maps.rootUid(), (int) maps.rootGid());
      try (Directory parent = run.directory(PARENT)) {
        makeOwned(parent, COMMON);
        makeOwned(parent, APART);
      }
    }
  }

  private void makeOwned(Directory parent, String name) throws IOException {
    parent.makeDirectory(name, READABLE);
    parent.setPermissions(name, READABLE);
    parent.setOwner(name, (int) maps.rootUid(), (int) maps.rootGid());
  }

  /**
   * Writes one: closed to others until it has its owner (SECRETS-3).
   *
   * @return what is to be mounted for it
   */
  Map<String, Path> write(SecretFile file, byte[] data) throws IOException {
    String destination = file.secret().destination();
    String name =
        file.isCommon()
            ? destination.substring(DESTINATION.length() + 1)
            : UUID.nameUUIDFromBytes(destination.getBytes(StandardCharsets.UTF_8)).toString();
    Path place = runDir.resolve(PARENT).resolve(file.isCommon() ? COMMON : APART);
    try (Directory run = Directory.open(runDir);
        Directory parent = run.directory(PARENT);
        Directory directory = parent.directory(file.isCommon() ? COMMON : APART);
        Descriptor open = directory.open(name, CREATE, OWNER_ONLY)) {
      open.write(data);
      Directory.setOwner(open, file.hostUid(), file.hostGid());
      Directory.setPermissions(open, file.secret().permissions());
    }
    return file.isCommon() ? Map.of(DESTINATION, place) : Map.of(destination, place.resolve(name));
  }
}
