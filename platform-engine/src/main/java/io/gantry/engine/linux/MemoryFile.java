package io.gantry.engine.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * A file without a name, in memory: takes the output of a program that is read after its end, so no
 * reader thread is needed and no pipe can fill up.
 */
public final class MemoryFile implements AutoCloseable {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int MFD_CLOEXEC = 1;

  private final Descriptor descriptor;

  private MemoryFile(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  public static MemoryFile create(String name) throws SyscallException {
    return new MemoryFile(
        new Descriptor(LibC.check("memfd_create", name, LIBC.memfd_create(name, MFD_CLOEXEC))));
  }

  public Descriptor descriptor() {
    return descriptor;
  }

  /** The beginning of what was written to it. */
  public String read(int maximumBytes) throws IOException {
    try (var content = Files.newInputStream(descriptor.path())) {
      return new String(content.readNBytes(maximumBytes), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }

  /** Bound to the C library. */
  public interface Functions {
    int memfd_create(String name, int flags);
  }
}
