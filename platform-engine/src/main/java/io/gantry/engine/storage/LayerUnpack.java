package io.gantry.engine.storage;

import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.DeviceNumber;
import io.gantry.engine.linux.FileType;
import io.gantry.engine.linux.RegularFile;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Unpacks an archive into a tree, entry by entry; the only code that does. */
final class LayerUnpack {
  private static final String OTHER_MARK = ".wh..wh.";

  /** What names that begin with {@code .wh.} mean. */
  enum Marks {
    /** That something of a lower layer is deleted. */
    OF_A_LAYER,
    /** Nothing but themselves. */
    NONE
  }

  private final ArchiveStream archive;
  private final LayerRecord.Writer record;
  private final LayerTree tree;
  private final LayerLimits limits;
  private final Marks marks;
  private final FileContent contents = new FileContent();
  private long size;

  /**
   * @param plain the uncompressed archive; it stays the caller's, as all the others
   */
  LayerUnpack(InputStream plain, LayerRecord.Writer record, LayerTree tree, LayerLimits limits) {
    this(plain, record, tree, limits, Marks.OF_A_LAYER);
  }

  /** As the other one, for an archive with names that mean this. */
  LayerUnpack(
      InputStream plain,
      LayerRecord.Writer record,
      LayerTree tree,
      LayerLimits limits,
      Marks marks) {
    this.archive = new ArchiveStream(plain, record);
    this.record = record;
    this.tree = tree;
    this.limits = limits;
    this.marks = marks;
  }

  /**
   * Unpacks all.
   *
   * @throws GantryException IMAGE_INVALID if the archive is malformed, hostile or too large,
   *     NO_SPACE, STORAGE
   */
  Layer run() {
    try {
      unpack(new ArchiveEntries(archive, limits));
      archive.drain();
      tree.finish();
      return new Layer(record.digest(), size, archive.position());
    } catch (SyscallException e) {
      throw InvalidArchive.storage("a layer cannot be unpacked", e);
    } catch (IOException | IllegalArgumentException e) {
      throw InvalidArchive.because("it is damaged or cut off (" + e.getMessage() + ")", e);
    }
  }

  private void unpack(ArchiveEntries entries) throws IOException {
    ArchiveEntries.Entry entry = entries.next();
    while (entry != null) {
      try {
        put(entries.content(), entry);
      } catch (SyscallException e) {
        throw InvalidArchive.at(entry.name().toString(), e);
      }
      entry = entries.next();
    }
  }

  private void put(InputStream content, ArchiveEntries.Entry entry) throws IOException {
    EntryName name = entry.name();
    if (marks == Marks.OF_A_LAYER
        && !name.isRoot()
        && name.last().startsWith(LayerMarks.WHITEOUT)) {
      mark(name);
    } else {
      put(content, entry.header(), name, entry.ownership());
    }
  }

  /** Turns a mark of deletion into overlay's form; other marks of that family mean nothing here. */
  private void mark(EntryName name) throws SyscallException {
    if (name.last().equals(LayerMarks.OPAQUE)) {
      tree.opaque(new EntryName(name.parent()));
    } else if (!name.last().startsWith(OTHER_MARK)) {
      tree.whiteout(name.sibling(name.last().substring(LayerMarks.WHITEOUT.length())));
    }
  }

  private void put(InputStream content, TarArchiveEntry entry, EntryName name, Ownership ownership)
      throws IOException {
    if (entry.isDirectory()) {
      tree.directory(name, ownership);
    } else if (entry.isSymbolicLink()) {
      tree.symlink(name, entry.getLinkName(), ownership);
    } else if (entry.isLink()) {
      tree.link(name, EntryName.of(entry.getLinkName(), limits.maxDepth()));
    } else if (entry.isCharacterDevice()) {
      tree.node(name, FileType.CHARACTER_DEVICE, device(entry), ownership);
    } else if (entry.isBlockDevice()) {
      tree.node(name, FileType.BLOCK_DEVICE, device(entry), ownership);
    } else if (entry.isFIFO()) {
      tree.node(name, FileType.FIFO, DeviceNumber.NONE, ownership);
    } else if (isRegular(entry)) {
      file(content, entry, name, ownership);
    } else {
      throw InvalidArchive.because("'" + name + "' is of an unknown kind");
    }
  }

  private static boolean isRegular(TarArchiveEntry entry) {
    return entry.isSparse()
        || switch (entry.getLinkFlag()) {
          case TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG -> true;
          default -> false;
        };
  }

  private static DeviceNumber device(TarArchiveEntry entry) {
    return new DeviceNumber(entry.getDevMajor(), entry.getDevMinor());
  }

  private void file(InputStream content, TarArchiveEntry entry, EntryName name, Ownership ownership)
      throws IOException {
    size += entry.getRealSize();
    if (entry.getRealSize() < 0 || size < 0 || size > limits.maxBytes()) {
      throw InvalidArchive.because("its files are larger than " + limits.maxBytes() + " bytes");
    }
    try (Descriptor file = tree.file(name)) {
      beginContent(entry, name);
      contents.write(content, file);
      ownership.applyTo(file);
      RegularFile.setModified(file, ownership.modified());
    }
  }

  private void beginContent(TarArchiveEntry entry, EntryName name) throws IOException {
    if (entry.isSparse()) {
      archive.beginRawContent(entry.getSize());
    } else if (entry.getSize() > 0) {
      record.file(name.path(), entry.getSize());
      archive.beginContent(entry.getSize());
    }
  }
}
