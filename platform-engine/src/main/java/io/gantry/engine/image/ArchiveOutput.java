package io.gantry.engine.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The tar that images are saved in; each part is written once, and the same images alike. */
final class ArchiveOutput {
  /** What writes the content of a part, of the announced length. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private final TarArchiveOutputStream tar;
  private final Set<String> written = new HashSet<>();

  /** The stream stays the caller's. */
  ArchiveOutput(OutputStream out) {
    tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  void add(String name, byte[] content) throws IOException {
    add(name, content.length, out -> out.write(content));
  }

  void add(String name, long length, Content content) throws IOException {
    if (!written.add(name)) {
      return;
    }
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(length);
    entry.setMode(0644);
    entry.setLastModifiedTime(FileTime.fromMillis(0));
    tar.putArchiveEntry(entry);
    content.writeTo(tar);
    tar.closeArchiveEntry();
  }

  /** Ends the archive; one that is not ended is seen to be cut off. */
  void finish() throws IOException {
    tar.finish();
    tar.flush();
  }
}
