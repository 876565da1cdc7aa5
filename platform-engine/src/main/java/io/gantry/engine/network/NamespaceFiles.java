package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.NetworkNamespace;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files the containers' network namespaces are mounted on, one for each container. */
final class NamespaceFiles {
  private final Path directory;

  NamespaceFiles(Path directory) {
    this.directory = directory;
  }

  Path file(ContainerId container) {
    return directory.resolve(container.value());
  }

  /** Makes an empty namespace in place of whatever is there. */
  void create(ContainerId container) {
    remove(container);
    try {
      makeDirectory();
      NetworkNamespace.create(file(container));
    } catch (IOException e) {
      throw failure("made", container, e);
    }
  }

  /** Keeps the namespace of a process in place of whatever is there (NETWORK-6). */
  void adopt(ContainerId container, int pid) {
    remove(container);
    try {
      makeDirectory();
      NetworkNamespace.adopt(pid, file(container));
    } catch (IOException e) {
      throw failure("kept", container, e);
    }
  }

  /** Has another container, who has none, share a namespace. */
  void share(ContainerId from, ContainerId to) {
    try {
      NetworkNamespace.share(file(from), file(to));
    } catch (IOException e) {
      throw failure("shared", to, e);
    }
  }

  /** Everybody may pass, nobody may look. */
  private void makeDirectory() throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
  }

  boolean exists(ContainerId container) {
    try {
      return NetworkNamespace.exists(file(container));
    } catch (SyscallException e) {
      throw failure("found", container, e);
    }
  }

  /** Lets go of the namespace; one that is gone is success. */
  void remove(ContainerId container) {
    try {
      NetworkNamespace.remove(file(container));
    } catch (IOException e) {
      throw failure("removed", container, e);
    }
  }

  /** The containers that have a file; files of other names are nobody's and are left alone. */
  List<ContainerId> list() {
    List<ContainerId> containers = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        files
            .map(file -> directory.relativize(file).toString())
            .filter(name -> name.matches("[0-9a-f]{64}"))
            .map(ContainerId::new)
            .forEach(containers::add);
      } catch (IOException e) {
        throw GantryException.of(ErrorCode.NETWORK, directory + " cannot be read", e);
      }
    }
    return containers;
  }

  private static GantryException failure(String what, ContainerId container, IOException cause) {
    return GantryException.of(ErrorCode.NETWORK, "its network namespace cannot be " + what, cause)
        .about("container", container);
  }
}
