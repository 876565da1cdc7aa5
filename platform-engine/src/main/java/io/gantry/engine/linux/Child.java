package io.gantry.engine.linux;

/**
 * A child of a directory, held without being opened for reading: whatever its name becomes
 * meanwhile, all that is asked is asked of the same file. Links are not followed.
 */
public final class Child implements AutoCloseable {
  private final Descriptor place;
  private final String name;
  private final FileStatus status;

  private Child(Descriptor place, String name, FileStatus status) {
    this.place = place;
    this.name = name;
    this.status = status;
  }

  /** Takes hold of a child, whatever it is. */
  public static Child of(Directory parent, String name) throws SyscallException {
    return of(parent.open(name, OpenFlags.O_PATH, 0), name);
  }

  /** Takes over an O_PATH descriptor. */
  static Child of(Descriptor place, String name) throws SyscallException {
    boolean held = false;
    try {
      FileStatus status = Directory.status(place);
      held = true;
      return new Child(place, name, status);
    } finally {
      if (!held) {
        place.close();
      }
    }
  }

  /** What it was when it was taken hold of. */
  public FileStatus status() {
    return status;
  }

  /**
   * Opens it for reading.
   *
   * @throws SyscallException EISDIR or EINVAL if it is no regular file
   */
  public Descriptor openRegularFile() throws SyscallException {
    if (!status.isRegularFile()) {
      throw new SyscallException("open", name, status.isDirectory() ? Errno.EISDIR : Errno.EINVAL);
    }
    return Descriptor.open(place.path(), OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, 0);
  }

  /** Opens it as a directory. */
  public Directory openDirectory() throws SyscallException {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY;
    return new Directory(Descriptor.open(place.path(), flags, 0));
  }

  @Override
  public void close() {
    place.close();
  }
}
