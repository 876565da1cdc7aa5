package io.gantry.engine;

import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.image.Images;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A small image for tests: the host's static busybox with a few of its names. */
public final class Busybox {
  /** Its name in an engine. */
  public static final String REFERENCE = "localhost/busybox:test";

  private static final List<String> NAMES =
      List.of(
          "sh", "sleep", "test", "true", "false", "cat", "echo", "kill", "dd", "ls", "mkdir",
          "touch");

  private Busybox() {}

  /** Brings it into the default tenant. */
  public static void importInto(Images images) {
    importInto(images, REFERENCE, ImageConfig.EMPTY);
  }

  /** The same with another name and configuration. */
  static void importInto(Images images, String reference, ImageConfig config) {
    images.importRootfs(
        TenantId.DEFAULT,
        reference,
        new ByteArrayInputStream(tar()),
        config,
        TransferProgress.NONE);
  }

  /** Its root file system. */
  static byte[] tar() {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String directory : List.of("bin/", "etc/", "tmp/", "proc/", "sys/", "dev/", "data/")) {
        tar.putArchiveEntry(new TarArchiveEntry(directory));
        tar.closeArchiveEntry();
      }
      file(tar, "bin/busybox", Files.readAllBytes(Path.of("/bin/busybox")), 0755);
      file(
          tar,
          "etc/passwd",
          "root:x:0:0:root:/root:/bin/sh\n".getBytes(StandardCharsets.UTF_8),
          0644);
      file(tar, "bin/text", "no program\n".getBytes(StandardCharsets.UTF_8), 0644);
      for (String name : NAMES) {
        TarArchiveEntry link = new TarArchiveEntry("bin/" + name, TarConstants.LF_SYMLINK);
        link.setLinkName("busybox");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      tar.finish();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] content, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode((TarArchiveEntry.DEFAULT_FILE_MODE & ~0777) | mode);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
