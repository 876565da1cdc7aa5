package io.gantry.engine.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Traffic of a process's network namespace, loopback left out. */
public record NetworkUsage(long receivedBytes, long sentBytes) {
  private static final NetworkUsage NONE = new NetworkUsage(0, 0);
  private static final int RECEIVED = 0;
  private static final int SENT = 8;

  /** Reads the counters; a process that is gone has none. */
  static NetworkUsage of(int pid) {
    try (var lines = Files.lines(Path.of("/proc", Integer.toString(pid), "net/dev"))) {
      return lines
          .filter(line -> line.contains(":") && !line.strip().startsWith("lo:"))
          .map(NetworkUsage::parse)
          .reduce(NONE, NetworkUsage::plus);
    } catch (IOException e) {
      return NONE; // the process ended meanwhile
    }
  }

  private static NetworkUsage parse(String line) {
    String[] fields = line.substring(line.indexOf(':') + 1).strip().split(" +", -1);
    return new NetworkUsage(Long.parseLong(fields[RECEIVED]), Long.parseLong(fields[SENT]));
  }

  private NetworkUsage plus(NetworkUsage other) {
    return new NetworkUsage(receivedBytes + other.receivedBytes, sentBytes + other.sentBytes);
  }
}
