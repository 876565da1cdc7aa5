package io.gantry.engine.storage;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.TreeRemoval;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the root file system of a container as a tar. Volumes and other mounts are not part of it
 * (EXPORT-3). Needs no lock: the root stays mounted as long as this reads.
 */
public final class ContainerExport {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerExport.class);
  private static final int BUFFER = 64 * 1024;

  private final ContainerStorage storage;

  public ContainerExport(ContainerStorage storage) {
    this.storage = storage;
  }

  /**
   * Writes to a stream, which stays open.
   *
   * @throws GantryException STORAGE_UNKNOWN, STORAGE
   */
  public void write(ContainerId id, OutputStream out) {
    Path root = storage.mount(id, MountHolder.READER);
    try {
      write(id, root, out);
    } finally {
      unmount(id);
    }
  }

  /** Writes a root that is not this storage's. */
  public static void write(ContainerId id, Path root, OutputStream out) {
    write(id, root, name -> true, out);
  }

  /** Writes what a directory has by these names. */
  public static void write(ContainerId id, Path root, Predicate<String> wanted, OutputStream out) {
    try (Directory tree = Directory.open(root)) {
      new TreeArchive(out).write(tree, wanted);
    } catch (IOException e) {
      throw InvalidArchive.storage("the container cannot be exported", e).about("container", id);
    }
  }

  /** Writes an archive to a stream. */
  @FunctionalInterface
  public interface Archive {
    void write(OutputStream out);
  }

  /**
   * Has an archive written to a file, which appears whole or not at all (EXPORT-2).
   *
   * @param file a path of the node's operator, replaced if it exists
   */
  public static void toFile(ContainerId id, Path file, Archive archive) {
    Path directory = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (directory == null || name == null) {
      throw GantryException.of(ErrorCode.INVALID_ARGUMENT, "'" + file + "' is no file to write");
    }
    String temporary = "." + name + "." + id.shortId();
    try (Directory parent = Directory.open(directory)) {
      write(parent, temporary, archive);
      parent.rename(temporary, parent, name.toString());
      parent.descriptor().sync();
    } catch (IOException e) {
      throw InvalidArchive.storage("the container cannot be exported", e).about("container", id);
    }
  }

  private static void write(Directory parent, String temporary, Archive archive)
      throws IOException {
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL;
    boolean complete = false;
    TreeRemoval.remove(parent, temporary);
    try (Descriptor file = parent.open(temporary, flags, 0600)) {
      try (OutputStream out = new BufferedOutputStream(new FileStream(file.duplicate()), BUFFER)) {
        archive.write(out);
      }
      file.sync();
      complete = true;
    } finally {
      if (!complete) {
        TreeRemoval.remove(parent, temporary);
      }
    }
  }

  /** The archive is complete by now; that the mount stays is a matter of the next clean-up. */
  private void unmount(ContainerId id) {
    try {
      int unused = storage.unmount(id, MountHolder.READER);
    } catch (GantryException e) {
      LOG.atWarn().addKeyValue("container", id).setCause(e).log("still mounted after an export");
    }
  }
}
