package io.gantry.engine.storage;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SyscallException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file for what is on its way; nothing of it stays, not even after a crash. */
public final class ScratchFile implements AutoCloseable {
  private final Path path;
  private final Descriptor file;

  ScratchFile(Path directory) throws SyscallException {
    path = directory.resolve(".scratch-" + UUID.randomUUID());
    int flags = OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;
    file = Descriptor.open(path, flags, 0600);
  }

  public Path path() {
    return path;
  }

  /** Writes from its beginning; a failure to write is a {@link SyscallException}. */
  public OutputStream write() throws SyscallException {
    return new FileStream(file.duplicate());
  }

  /** Reads from its beginning. */
  public InputStream read() throws IOException {
    return read(0, Files.size(path));
  }

  /** Reads a part of it. */
  public InputStream read(long offset, long length) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    channel.position(offset);
    return new BufferedInputStream(new PartStream(Channels.newInputStream(channel), length));
  }

  @Override
  public void close() throws IOException {
    file.close();
    Files.deleteIfExists(path);
  }
}
