package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the monitors of one engine among the host's processes, known to it or not: after a crash
 * between a monitor's start and the save of its number nothing else tells of it.
 */
public final class RunningMonitors {
  private static final Path PROCESSES = Path.of("/proc");

  private final List<String> runtime;

  /**
   * Looks for monitors of the runtime.
   *
   * @param runtime its root tells one engine's monitors from another's
   */
  public RunningMonitors(OciRuntime runtime) {
    this.runtime =
        runtime.command().stream()
            .skip(1)
            .flatMap(argument -> Stream.of("--runtime-arg", argument))
            .toList();
  }

  /** All that run now. */
  public List<RunningMonitor> list() throws IOException {
    try (Stream<Path> processes = Files.list(PROCESSES)) {
      return processes
          .map(process -> process.getFileName().toString())
          .filter(name -> name.matches("[0-9]{1,9}"))
          .flatMap(pid -> monitor(Integer.parseInt(pid)).stream())
          .toList();
    }
  }

  private Optional<RunningMonitor> monitor(int pid) {
    Optional<ProcessIdentity> identity = ProcessIdentity.of(pid);
    List<String> line = commandLine(pid);
    if (identity.isEmpty()
        || !line.containsAll(List.of("-c", "-u"))
        || Collections.indexOfSubList(line, runtime) < 0
        || !line.getFirst().endsWith("conmon")) {
      return Optional.empty();
    }
    ContainerId container = new ContainerId(line.get(line.indexOf("-c") + 1));
    String session = line.contains("-e") ? line.get(line.indexOf("-u") + 1) : null;
    return Optional.of(new RunningMonitor(container, identity.get(), session));
  }

  private static List<String> commandLine(int pid) {
    try {
      Path file = PROCESSES.resolve(Integer.toString(pid)).resolve("cmdline");
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return List.of(text.split("\0", -1));
    } catch (IOException e) {
      return List.of(); // it has ended
    }
  }
}
