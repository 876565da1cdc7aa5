package io.gantry.engine.storage;

import io.gantry.api.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Builds archives entry by entry, well-behaved ones and others. */
public final class TarBuilder {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar =
      new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());

  private TarBuilder() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  public static TarBuilder aTar() {
    return new TarBuilder();
  }

  public TarBuilder directory(String name) {
    return directory(name, 0755);
  }

  public TarBuilder directory(String name, int mode) {
    return add(name + "/", TarConstants.LF_DIR, new byte[0], entry -> entry.setMode(mode));
  }

  public TarBuilder file(String name, String content) {
    return file(name, content, entry -> {});
  }

  public TarBuilder file(String name, String content, Consumer<TarArchiveEntry> change) {
    return add(name, TarConstants.LF_NORMAL, content.getBytes(StandardCharsets.UTF_8), change);
  }

  public TarBuilder file(String name, byte[] content) {
    return add(name, TarConstants.LF_NORMAL, content, entry -> {});
  }

  /** A file anybody may run. */
  public TarBuilder program(String name, byte[] content) {
    return add(name, TarConstants.LF_NORMAL, content, entry -> entry.setMode(0100755));
  }

  public TarBuilder symlink(String name, String target) {
    return add(name, TarConstants.LF_SYMLINK, new byte[0], entry -> entry.setLinkName(target));
  }

  public TarBuilder hardLink(String name, String target) {
    return add(name, TarConstants.LF_LINK, new byte[0], entry -> entry.setLinkName(target));
  }

  public TarBuilder characterDevice(String name, int major, int minor) {
    return add(
        name,
        TarConstants.LF_CHR,
        new byte[0],
        entry -> {
          entry.setDevMajor(major);
          entry.setDevMinor(minor);
        });
  }

  public TarBuilder fifo(String name) {
    return add(name, TarConstants.LF_FIFO, new byte[0], entry -> {});
  }

  public TarBuilder whiteout(String name) {
    return file(name, "");
  }

  /** An extended attribute of the entry that follows. */
  public TarBuilder attribute(String name, byte[] value) {
    String keyword = " SCHILY.xattr." + name + "=";
    int length = keyword.length() + value.length + 1;
    length += length + 2 < 100 ? 2 : 3;
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.writeBytes((length + keyword).getBytes(StandardCharsets.UTF_8));
    entry.writeBytes(value);
    entry.write('\n');
    return header(TarConstants.LF_PAX_EXTENDED_HEADER_LC, entry.toByteArray());
  }

  /** An entry that only says something about the next one. */
  public TarBuilder header(byte kind, byte[] content) {
    return add("header", kind, content, entry -> {});
  }

  private TarBuilder add(String name, byte kind, byte[] content, Consumer<TarArchiveEntry> change) {
    try {
      TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
      entry.setSize(content.length);
      entry.setModTime(1_700_000_000_000L);
      change.accept(entry);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] build() {
    try {
      tar.finish();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Digest digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return new Digest("sha256:" + HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
