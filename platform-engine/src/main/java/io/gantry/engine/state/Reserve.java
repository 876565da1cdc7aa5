package io.gantry.engine.state;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that holds disk space for the moment the disk is full: given up, it leaves room to record
 * stops, exits and removals. Until it could be filled again nothing new is made. Thread-safe.
 */
public final class Reserve {
  private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);
  private static final int CHUNK_BYTES = 64 * 1024;

  private final Path file;
  private final long bytes;

  public Reserve(Path file, long bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /** Gives the space up; false if it was given up before. */
  public synchronized boolean release() {
    try {
      boolean released = Files.deleteIfExists(file);
      if (released) {
        LOG.warn("disk full, reserve of {} bytes given up: {}", bytes, file);
      }
      return released;
    } catch (IOException e) {
      LOG.error("the reserve {} cannot be given up", file, e);
      return false;
    }
  }

  /**
   * Makes sure the reserve is whole.
   *
   * @throws GantryException NO_SPACE if the disk does not give the room
   */
  public synchronized void require() {
    try {
      if (!Files.exists(file) || Files.size(file) < bytes) {
        fill();
      }
    } catch (IOException e) {
      release();
      throw GantryException.of(
          ErrorCode.NO_SPACE, "the disk of " + file + " is full: make room and repeat", e);
    }
  }

  private void fill() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
      while (channel.position() < bytes) {
        zeros.rewind().limit((int) Math.min(CHUNK_BYTES, bytes - channel.position()));
        channel.write(zeros);
      }
      channel.force(true);
    }
  }
}
