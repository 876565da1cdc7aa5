package io.gantry.engine.storage;

import io.gantry.engine.linux.SyscallException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * An archive of archives, put on disk so that its parts can be read in any order. Nothing of it is
 * unpacked: its names are looked up, never turned into paths.
 */
public final class SpooledArchive implements AutoCloseable {
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_LINKS = 8;
  private static final int MAX_DEPTH = 16;

  /** Where the content of a part lies. */
  private record Part(long offset, long size) {}

  private final ScratchFile file;
  private final Map<String, Part> parts = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  private SpooledArchive(ScratchFile file) {
    this.file = file;
  }

  /**
   * Reads an archive, plain or compressed, to its end.
   *
   * @throws io.gantry.api.error.GantryException IMAGE_INVALID, NO_SPACE
   */
  public static SpooledArchive of(InputStream compressed, LayerStore layers) {
    ScratchFile file = layers.scratchFile();
    SpooledArchive archive = new SpooledArchive(file);
    boolean done = false;
    try (OutputStream out = file.write()) {
      InputStream plain = Compression.decompress(new LimitedStream(compressed, layers.limits()));
      archive.fill(new LimitedStream(plain, layers.limits()), out);
      done = true;
      return archive;
    } catch (SyscallException e) {
      throw InvalidArchive.storage("an archive cannot be stored", e);
    } catch (IOException | IllegalArgumentException e) {
      throw InvalidArchive.because("it is damaged or cut off (" + e.getMessage() + ")", e);
    } finally {
      if (!done) {
        archive.close();
      }
    }
  }

  private void fill(InputStream plain, OutputStream out) throws IOException {
    ArchiveStream stream = new ArchiveStream(plain, new Copy(out));
    TarArchiveInputStream tar = new TarArchiveInputStream(stream, "UTF-8");
    long size = 0;
    stream.beginEntry();
    TarArchiveEntry entry = tar.getNextEntry();
    while (entry != null) {
      if (parts.size() + links.size() > MAX_ENTRIES) {
        throw InvalidArchive.because("it has more than " + MAX_ENTRIES + " entries");
      }
      note(entry, stream, tar);
      size = entry.getSize();
      stream.beginEntry();
      entry = tar.getNextEntry();
    }
    long padding = -size & (TarConstants.DEFAULT_RCDSIZE - 1);
    if (stream.headers().length < padding + TarConstants.DEFAULT_RCDSIZE) {
      throw InvalidArchive.because("it is cut off: its end is not marked");
    }
    stream.drain();
  }

  private void note(TarArchiveEntry entry, ArchiveStream stream, TarArchiveInputStream tar)
      throws IOException {
    String name = EntryName.of(entry.getName(), MAX_DEPTH).path();
    if (entry.isSymbolicLink()) {
      links.put(name, beside(name, entry.getLinkName()));
    } else if (entry.isLink()) {
      links.put(name, entry.getLinkName());
    } else if (!entry.isDirectory()) {
      if (entry.isSparse()) {
        throw InvalidArchive.because("it holds a sparse file");
      }
      parts.put(name, new Part(stream.position(), entry.getSize()));
      stream.beginContent(entry.getSize());
      tar.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** What a link in this archive means; only names of this archive can come of it. */
  private static String beside(String name, String target) {
    String directory = name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
    String rest = target;
    while (rest.startsWith("../")) {
      rest = rest.substring(3);
      directory = directory.contains("/") ? directory.substring(0, directory.lastIndexOf('/')) : "";
    }
    return directory.isEmpty() ? rest : directory + "/" + rest;
  }

  public boolean contains(String name) {
    return find(name) != null;
  }

  /** Opens a part by its name in the archive; links to other parts are followed. */
  public InputStream open(String name) throws IOException {
    Part part = find(name);
    if (part == null) {
      throw new FileNotFoundException("it lacks '" + EntryName.shown(name) + "'");
    }
    return file.read(part.offset(), part.size());
  }

  /**
   * Reads a part that must not be long.
   *
   * @throws io.gantry.api.error.GantryException IMAGE_INVALID if it is missing or too long
   */
  public byte[] read(String name, int maxBytes) {
    try (InputStream part = open(name)) {
      byte[] content = part.readNBytes(maxBytes + 1);
      if (content.length > maxBytes) {
        throw InvalidArchive.because("'" + EntryName.shown(name) + "' is too long");
      }
      return content;
    } catch (IOException e) {
      throw InvalidArchive.because(String.valueOf(e.getMessage()), e);
    }
  }

  private @Nullable Part find(String name) {
    String current = name;
    for (int i = 0; i < MAX_LINKS && links.containsKey(current); i++) {
      current = links.getOrDefault(current, current);
    }
    return parts.get(current);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw InvalidArchive.storage("a temporary file cannot be removed", e);
    }
  }

  /** Writes all that is read to the spool file. */
  private record Copy(OutputStream out) implements ArchiveStream.Observer {
    @Override
    public void raw(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
    }

    @Override
    public void content(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
    }
  }
}
