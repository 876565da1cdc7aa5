package io.gantry.bench.product;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tiny root file system around the host's static busybox, as a tar. */
public final class BusyboxArchive {
  /** The reference everybody imports it by. */
  public static final String REFERENCE = "bench/busybox:latest";

  private static final List<String> DIRECTORIES =
      List.of("bin/", "etc/", "tmp/", "proc/", "sys/", "dev/", "root/");
  private static final List<String> APPLETS =
      List.of("sh", "ls", "cat", "echo", "sleep", "env", "id", "true", "yes", "head", "hostname");

  private BusyboxArchive() {}

  /** Writes the archive. */
  public static Path write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (String directory : DIRECTORIES) {
        entry(tar, new TarArchiveEntry(directory), new byte[0], 0755);
      }
      program(tar);
      text(tar, "etc/passwd", "root:x:0:0:root:/root:/bin/sh\nweb:x:1000:1000::/:/bin/sh\n");
      text(tar, "etc/group", "root:x:0:\nweb:x:1000:\n");
    }
    return file;
  }

  private static void program(TarArchiveOutputStream tar) throws IOException {
    byte[] busybox = Files.readAllBytes(busybox());
    entry(tar, new TarArchiveEntry("bin/busybox"), busybox, 0755);
    for (String applet : APPLETS) {
      TarArchiveEntry link = new TarArchiveEntry("bin/" + applet, TarConstants.LF_SYMLINK);
      link.setLinkName("busybox");
      entry(tar, link, new byte[0], 0777);
    }
    text(tar, "etc/notexecutable", "#!/bin/sh\n");
  }

  private static Path busybox() throws IOException {
    for (String directory : List.of("/bin", "/usr/bin")) {
      Path program = Path.of(directory, "busybox");
      if (Files.isExecutable(program)) {
        return program;
      }
    }
    throw new IOException("there is no busybox: install the package busybox-static");
  }

  private static void text(TarArchiveOutputStream tar, String name, String content)
      throws IOException {
    entry(tar, new TarArchiveEntry(name), content.getBytes(StandardCharsets.UTF_8), 0644);
  }

  private static void entry(
      TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content, int mode)
      throws IOException {
    entry.setMode(mode);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
