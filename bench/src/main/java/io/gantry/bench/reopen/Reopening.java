package io.gantry.bench.reopen;

import com.sun.management.OperatingSystemMXBean;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * One run: an engine in another process starts containers and is killed, and one in this process
 * takes its place. Nothing is left of either.
 */
final class Reopening {
  private final EngineConfig config;
  private final int containers;

  Reopening(EngineConfig config, int containers) {
    this.config = config;
    this.containers = containers;
  }

  /**
   * What came out of it.
   *
   * @param before how the containers ran when the engine was killed
   * @param after how they ran as soon as the next one was open
   * @param took from the opening to the list
   * @param processorTime what this process used of the processors for it
   */
  record Result(Set<Running> before, Set<Running> after, Duration took, Duration processorTime) {
    Result {
      before = Set.copyOf(before);
      after = Set.copyOf(after);
    }
  }

  Result run() throws IOException, InterruptedException {
    Process process = filling();
    try {
      Set<Running> before = read(process);
      process.destroyForcibly().waitFor();
      return reopen(before);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private Process filling() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Filling.class.getName(),
            config.home().toString(),
            config.runDir().toString(),
            Integer.toString(containers))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Set<Running> read(Process process) throws IOException {
    Set<Running> all = new HashSet<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); !Filling.DONE.equals(line); line = lines.readLine()) {
        if (line == null) {
          throw new IOException("the engine that starts the containers ended by itself");
        }
        all.add(Running.of(line));
      }
    }
    return all;
  }

  private Result reopen(Set<Running> before) {
    long begin = System.nanoTime();
    long usedBefore = usedNanos();
    try (Engine engine = Engine.open(config)) {
      Set<Running> after = Running.all(engine);
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      Duration used = Duration.ofNanos(usedNanos() - usedBefore);
      engine.purge();
      return new Result(before, after, took, used);
    }
  }

  private static long usedNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
