package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts file of a network namespace's owner, in which each container that joined has a line
 * (NETWORK-14, NETWORK-15). It is changed in place, because it is mounted in all of them, and under
 * a lock of its own: the owner's may be held while this is asked.
 */
public final class SharedHosts {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern JOINED = Pattern.compile("127\\.0\\.0\\.1\t[0-9a-f]{12} .*");
  private static final int MAXIMUM_BYTES = 1 << 20;

  /** A file lock holds between processes only. */
  private static final ReentrantLock HERE = new ReentrantLock();

  private final Path file;

  public SharedHosts(Path file) {
    this.file = file;
  }

  /** Adds the line of a container with these names, once. */
  public void add(String... names) {
    String line = line(names);
    change(
        lines ->
            lines.contains(line) ? lines : Stream.concat(lines.stream(), Stream.of(line)).toList());
  }

  /** Takes that line out; a file that is gone is success. */
  public void remove(String... names) {
    String line = line(names);
    change(lines -> lines.stream().filter(other -> !other.equals(line)).toList());
  }

  /** Replaces what is its owner's; the lines of those that joined stay. */
  public void rewrite(String text) {
    change(
        lines ->
            Stream.concat(text.lines(), lines.stream().filter(JOINED.asMatchPredicate())).toList());
  }

  private static String line(String... names) {
    return Stream.of(names)
        .map(HostNames::require)
        .distinct()
        .collect(Collectors.joining(" ", LOOPBACK + "\t", ""));
  }

  private void change(UnaryOperator<List<String>> change) {
    HERE.lock();
    try (FileChannel channel =
            FileChannel.open(
                file,
                Set.of(
                    StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        FileLock lock = channel.lock()) {
      List<String> before = read(channel);
      List<String> after = change.apply(before);
      if (lock.isValid() && !after.equals(before)) {
        write(channel, after);
      }
    } catch (NoSuchFileException e) {
      // Its owner is not there any more, or was never initialised: nobody reads it.
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.NETWORK, file + " cannot be changed", e);
    } finally {
      HERE.unlock();
    }
  }

  /** Containers may write it, too: more than a hosts file can sensibly hold is left alone. */
  private static List<String> read(FileChannel channel) throws IOException {
    if (channel.size() > MAXIMUM_BYTES) {
      throw new IOException("it has more than " + MAXIMUM_BYTES + " bytes");
    }
    ByteBuffer content = ByteBuffer.allocate((int) channel.size());
    while (content.hasRemaining() && channel.read(content) >= 0) {
      // Until it is full.
    }
    content.flip();
    return new ArrayList<>(StandardCharsets.UTF_8.decode(content).toString().lines().toList());
  }

  private static void write(FileChannel channel, List<String> lines) throws IOException {
    ByteBuffer content =
        StandardCharsets.UTF_8.encode(
            lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
    channel.position(0);
    int length = content.remaining();
    while (content.hasRemaining()) {
      channel.write(content);
    }
    channel.truncate(length);
  }
}
