package io.gantry.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What work takes: time, and of all processors of the host, whoever works on them. Nothing else may
 * run beside.
 *
 * @param wall how long it took
 * @param host the processors' time, in ticks of 10 ms
 * @param own the part of it that this JVM took
 */
record Effort(Duration wall, Duration host, Duration own) {
  private static final Path STATISTICS = Path.of("/proc/stat");
  private static final Pattern BLANKS = Pattern.compile(" +");
  private static final int NANOS_OF_A_TICK = 10_000_000;

  /** The columns that are work: user, nice, system, and the two kinds of interrupts. */
  private static final int[] WORK = {1, 2, 3, 6, 7};

  static final Effort NONE = new Effort(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  static Effort of(Samples.Work work) throws Exception {
    long host = hostNow();
    long own = ownNow();
    long begin = System.nanoTime();
    work.run();
    long wall = System.nanoTime() - begin;
    return new Effort(
        Duration.ofNanos(wall),
        Duration.ofNanos(hostNow() - host),
        Duration.ofNanos(ownNow() - own));
  }

  Effort plus(Effort other) {
    return new Effort(wall.plus(other.wall), host.plus(other.host), own.plus(other.own));
  }

  Effort dividedBy(int count) {
    return new Effort(wall.dividedBy(count), host.dividedBy(count), own.dividedBy(count));
  }

  private static long hostNow() throws IOException {
    String[] columns = BLANKS.split(Files.readAllLines(STATISTICS).getFirst(), -1);
    long ticks = 0;
    for (int column : WORK) {
      ticks += Long.parseLong(columns[column]);
    }
    return ticks * NANOS_OF_A_TICK;
  }

  private static long ownNow() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}
