package io.gantry.engine.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** The entries of an archive in their order, each with a name that leads nowhere else. */
final class ArchiveEntries {
  private final ArchiveStream archive;
  private final LayerLimits limits;
  private final TarArchiveInputStream tar;
  private int padding;
  private long count;

  /**
   * One of them.
   *
   * @param attributes extended attributes that may be set
   */
  record Entry(TarArchiveEntry header, EntryName name, Map<String, byte[]> attributes) {

    /** What else it says, refused if no file can be like that. */
    Ownership ownership() {
      return Ownership.of(header, attributes);
    }
  }

  /** The archive stays the caller's; closing what reads it would close no more than that. */
  ArchiveEntries(ArchiveStream archive, LayerLimits limits) {
    this.archive = archive;
    this.limits = limits;
    this.tar = new TarArchiveInputStream(archive, "UTF-8");
  }

  /**
   * The next one; null at the end.
   *
   * @throws io.gantry.api.error.GantryException IMAGE_INVALID for too many entries, a name that
   *     leads elsewhere, an attribute that would steer the node, and an end that is not marked
   */
  @Nullable Entry next() throws IOException {
    archive.beginEntry();
    TarArchiveEntry header = tar.getNextEntry();
    if (header == null) {
      requireEnd();
      return null;
    }
    if (++count > limits.maxEntries()) {
      throw InvalidArchive.because("it has more than " + limits.maxEntries() + " entries");
    }
    Map<String, byte[]> attributes = PaxAttributes.of(archive.headers(), padding);
    padding = (int) (-header.getSize() & 511);
    return new Entry(header, EntryName.of(header.getName(), limits.maxDepth()), attributes);
  }

  private void requireEnd() {
    if (archive.headers().length < padding + TarConstants.DEFAULT_RCDSIZE) {
      throw InvalidArchive.because("it is cut off: its end is not marked");
    }
  }

  /** The content of the newest one. */
  InputStream content() {
    return tar;
  }
}
