package io.gantry.bench.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processors' time a process and its children took since they began. */
final class ProcessorTime {
  private static final double TICKS_OF_A_SECOND = 100;
  private static final int USER = 11;
  private static final int CHILDREN_SYSTEM = 14;

  private ProcessorTime() {}

  /** In seconds; children that ended are counted once they were waited for. */
  static double seconds(ProcessHandle process) throws IOException {
    double ticks = ticks(process);
    for (ProcessHandle child : process.children().toList()) {
      ticks += ticks(child);
    }
    return ticks / TICKS_OF_A_SECOND;
  }

  private static double ticks(ProcessHandle process) throws IOException {
    Path file = Path.of("/proc", Long.toString(process.pid()), "stat");
    if (!Files.exists(file)) {
      return 0;
    }
    String stat = Files.readString(file);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks = 0;
    for (int field = USER; field <= CHILDREN_SYSTEM; field++) {
      ticks += Double.parseDouble(fields[field]);
    }
    return ticks;
  }
}
