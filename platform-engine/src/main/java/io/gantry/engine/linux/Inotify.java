package io.gantry.engine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Notifications about changes of files, one watch per directory or file. */
public final class Inotify implements AutoCloseable {
  public static final int IN_MODIFY = 0x2;
  public static final int IN_CLOSE_WRITE = 0x8;
  public static final int IN_MOVED_TO = 0x80;
  public static final int IN_CREATE = 0x100;
  public static final int IN_DELETE_SELF = 0x400;
  public static final int IN_MOVE_SELF = 0x800;

  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int IN_CLOEXEC = 02000000;
  private static final int IN_Q_OVERFLOW = 0x4000;
  private static final int BUFFER_BYTES = 16 * 1024;

  private final Descriptor descriptor;

  private Inotify(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  public static Inotify open() throws SyscallException {
    return new Inotify(
        new Descriptor(LibC.check("inotify_init1", null, LIBC.inotify_init1(IN_CLOEXEC))));
  }

  /** Adds a watch; the mask is made of this class's constants. */
  public void watch(Path path, int mask) throws SyscallException {
    LibC.check(
        "inotify_add_watch",
        path,
        LIBC.inotify_add_watch(descriptor.number(), path.toString(), mask));
  }

  /**
   * Takes the events that are there, waiting for the first.
   *
   * @return empty when the time is over
   */
  public List<Event> take(Duration limit) throws SyscallException {
    if (!Poll.readable(descriptor, limit)) {
      return List.of();
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    int length = descriptor.read(buffer);
    return events(ByteBuffer.wrap(buffer, 0, length).order(ByteOrder.nativeOrder()));
  }

  /** Its descriptor, to wait for it together with others. */
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public void close() {
    descriptor.close();
  }

  private static List<Event> events(ByteBuffer buffer) {
    List<Event> events = new ArrayList<>();
    while (buffer.hasRemaining()) {
      buffer.getInt(); // the watch
      int mask = buffer.getInt();
      buffer.getInt(); // the cookie
      byte[] name = new byte[buffer.getInt()];
      buffer.get(name);
      String text = new String(name, StandardCharsets.UTF_8);
      int end = text.indexOf('\0');
      events.add(new Event(mask, end < 0 ? text : text.substring(0, end)));
    }
    return events;
  }

  /**
   * One notification.
   *
   * @param name of the file in the watched directory; empty if the watched file itself is meant
   */
  public record Event(int mask, String name) {
    /** Whether the kernel dropped events: everything has to be looked at anew. */
    public boolean overflow() {
      return (mask & IN_Q_OVERFLOW) != 0;
    }
  }

  /** Bound to the C library. */
  public interface Functions {
    int inotify_init1(int flags);

    int inotify_add_watch(int descriptor, String path, int mask);
  }
}
