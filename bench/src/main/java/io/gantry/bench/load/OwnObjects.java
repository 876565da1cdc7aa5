package io.gantry.bench.load;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is reachable on the heap of this process. */
final class OwnObjects {
  private static final String PRODUCT = "io.gantry.";
  private static final String BENCH = "io.gantry.bench.";
  private static final int INSTANCES = 1;
  private static final int CLASS = 3;

  private OwnObjects() {}

  /** Counts the product's own objects by class, after a collection. */
  static void count(Tally tally) {
    histogram()
        .lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(words -> words.length > CLASS)
        .filter(words -> words[CLASS].startsWith(PRODUCT) && !words[CLASS].startsWith(BENCH))
        .forEach(words -> tally.add("object " + words[CLASS], Long.parseLong(words[INSTANCES])));
  }

  private static String histogram() {
    try {
      Object answer =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      return answer.toString();
    } catch (JMException e) {
      throw new IllegalStateException("this JVM does not count its objects", e);
    }
  }

  /** What was reachable at the last collection. */
  static long heapBytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
