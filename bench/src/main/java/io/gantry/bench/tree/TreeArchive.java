package io.gantry.bench.tree;

import io.gantry.bench.product.BusyboxArchive;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A root file system with a large tree below {@link #TREE}, as a tar. */
final class TreeArchive {
  /** Where the tree lies in the root. */
  static final String TREE = "tree";

  private static final int FILES_OF_A_DIRECTORY = 10;
  private static final int LARGEST = 16 * 1024;

  private TreeArchive() {}

  /**
   * Writes the archive: files of up to 16 KiB each, ten in a directory; alike for the same seed.
   */
  static Path write(Path file, int files, long seed) throws IOException {
    Path busybox = BusyboxArchive.write(file.resolveSibling("busybox.tar"));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      copy(busybox, tar);
      tree(tar, files, new Random(seed));
    }
    return file;
  }

  private static void copy(Path archive, TarArchiveOutputStream tar) throws IOException {
    try (InputStream in = Files.newInputStream(archive);
        TarArchiveInputStream source = new TarArchiveInputStream(in)) {
      for (var entry = source.getNextEntry(); entry != null; entry = source.getNextEntry()) {
        tar.putArchiveEntry(entry);
        source.transferTo(tar);
        tar.closeArchiveEntry();
      }
    }
  }

  private static void tree(TarArchiveOutputStream tar, int files, Random random)
      throws IOException {
    String directory = "";
    directory(tar, TREE + "/");
    for (int i = 0; i < files; i++) {
      if (i % FILES_OF_A_DIRECTORY == 0) {
        directory = TREE + "/d" + i / FILES_OF_A_DIRECTORY + "/";
        directory(tar, directory);
      }
      byte[] content = new byte[random.nextInt(LARGEST)];
      random.nextBytes(content);
      TarArchiveEntry entry = new TarArchiveEntry(directory + "f" + i);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
  }

  private static void directory(TarArchiveOutputStream tar, String name) throws IOException {
    tar.putArchiveEntry(new TarArchiveEntry(name));
    tar.closeArchiveEntry();
  }
}
