package io.gantry.engine.hooks;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where hooks come from: the directories the engine was configured with, else the ones the host's
 * packages and operator use (HOOKS-2, HOOKS-3).
 *
 * @param required whether each must exist
 */
record HookDirectories(List<Path> directories, boolean required) {
  private static final Logger LOG = LoggerFactory.getLogger(HookDirectories.class);
  private static final List<Path> IMPLICIT =
      List.of(Path.of("/usr/share/containers/oci/hooks.d"), Path.of("/etc/containers/oci/hooks.d"));

  static HookDirectories configured(List<Path> directories) {
    return directories.isEmpty()
        ? new HookDirectories(IMPLICIT, false)
        : new HookDirectories(directories, true);
  }

  /**
   * All hooks in the order they run: of their files' names, whatever their case. A file replaces
   * one of the same name in an earlier directory (HOOKS-4, HOOKS-12).
   *
   * @throws GantryException INVALID_ARGUMENT naming the file or directory
   */
  Collection<HookFile> load() {
    TreeMap<String, HookFile> files =
        new TreeMap<>(String.CASE_INSENSITIVE_ORDER.thenComparing(String::compareTo));
    for (Path directory : directories) {
      if (required || Files.isDirectory(directory)) {
        load(directory, files);
      }
    }
    if (!required && !files.isEmpty()) {
      LOG.warn(
          "hooks of implicit directories are used, name them instead files={}", files.keySet());
    }
    return files.values();
  }

  /** Whether there is any, whatever is in it. */
  boolean hasFiles() {
    return directories.stream()
        .flatMap(directory -> Stream.ofNullable(directory.toFile().list()))
        .flatMap(Stream::of)
        .anyMatch(name -> name.endsWith(".json"));
  }

  private static void load(Path directory, TreeMap<String, HookFile> files) {
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path file : entries.filter(entry -> entry.toString().endsWith(".json")).toList()) {
        read(file, files);
      }
    } catch (IOException e) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "hook directory " + directory + " cannot be read", e);
    }
  }

  private static void read(Path file, TreeMap<String, HookFile> files) throws IOException {
    try {
      files.put(file.getFileName().toString(), HookFile.parse(file, Files.readString(file)));
    } catch (NoSuchFileException e) {
      LOG.debug("hook file vanished file={}", file, e);
    }
  }
}
