package io.gantry.engine.checkpoint;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SyscallException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an unpacked archive may hold: known names, and behind them plain files only. They become the
 * engine's own, whatever rights the archive gave them (CHECKPOINT-17).
 */
final class ArchiveLayout {
  private static final Pattern IMAGE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*\\.img");
  private static final Pattern VOLUME = Pattern.compile("[0-9]{1,4}\\.tar");
  private static final Set<String> DESCRIPTORS = Set.of("descriptors.json");

  /** The link from images to those written ahead, which is made anew. */
  private static final String PARENT = "parent";

  private static final int NOTHING_SPECIAL = 0600;
  private static final int OWN_ONLY = 0700;

  private ArchiveLayout() {}

  /**
   * Checks a directory that nobody else can enter, and makes it the engine's own.
   *
   * @throws io.gantry.api.error.GantryException INVALID_ARGUMENT for anything that does not belong
   *     there
   */
  static void check(Directory content) throws SyscallException {
    for (String name : content.list()) {
      if (!Export.isKnown(name)) {
        throw RefusedArchive.because("it holds '" + shown(name) + "'");
      }
      switch (name) {
        case CheckpointFiles.IMAGES, CheckpointFiles.PREVIOUS -> images(content, name);
        case CheckpointFiles.VOLUMES -> files(content, name, VOLUME);
        case Export.ARTIFACTS -> files(content, name, Pattern.compile(".*", Pattern.DOTALL));
        default -> file(content, name, name);
      }
    }
    own(content);
    if (!content.contains(CheckpointFiles.IMAGES)) {
      throw RefusedArchive.because("it holds no processes");
    }
  }

  private static void images(Directory content, String name) throws SyscallException {
    requireDirectory(content, name);
    try (Directory images = content.directory(name)) {
      boolean linked = images.contains(PARENT);
      if (linked) {
        images.unlink(PARENT);
      }
      for (String image : images.list()) {
        if (!IMAGE.matcher(image).matches() && !DESCRIPTORS.contains(image)) {
          throw RefusedArchive.because("it holds '" + name + "/" + shown(image) + "'");
        }
        file(images, image, name + "/" + image);
      }
      own(images);
      if (linked && content.contains(CheckpointFiles.PREVIOUS)) {
        images.symlink(PARENT, "../" + CheckpointFiles.PREVIOUS);
      }
    }
  }

  private static void files(Directory content, String name, Pattern allowed)
      throws SyscallException {
    requireDirectory(content, name);
    try (Directory directory = content.directory(name)) {
      for (String child : directory.list()) {
        if (!allowed.matcher(child).matches()) {
          throw RefusedArchive.because("it holds '" + name + "/" + shown(child) + "'");
        }
        file(directory, child, name + "/" + child);
      }
      own(directory);
    }
  }

  private static void file(Directory parent, String name, String path) throws SyscallException {
    FileStatus status = parent.status(name);
    if (!status.isRegularFile()) {
      throw RefusedArchive.because("'" + shown(path) + "' is no plain file");
    }
    try (Descriptor file = parent.open(name, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, 0)) {
      Directory.setOwner(file, 0, 0);
      Directory.setPermissions(file, NOTHING_SPECIAL);
    }
  }

  private static void requireDirectory(Directory content, String name) throws SyscallException {
    if (!content.status(name).isDirectory()) {
      throw RefusedArchive.because("'" + name + "' is no directory");
    }
  }

  private static void own(Directory directory) throws SyscallException {
    Directory.setOwner(directory.descriptor(), 0, 0);
    Directory.setPermissions(directory.descriptor(), OWN_ONLY);
  }

  /** What is moved into the bundle as it is. */
  static List<String> parts() {
    return List.of(
        CheckpointFiles.IMAGES,
        CheckpointFiles.PREVIOUS,
        CheckpointFiles.SHARED_MEMORY,
        Export.LOG);
  }

  private static String shown(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= 100 ? printable : printable.substring(0, 100) + "…";
  }
}
