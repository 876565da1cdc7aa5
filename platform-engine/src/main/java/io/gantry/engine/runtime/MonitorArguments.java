package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.LoggingSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Builds the monitor's command line (MONITOR-1, MONITOR-2). */
final class MonitorArguments {
  private final List<String> arguments = new ArrayList<>();

  MonitorArguments(Path monitor) {
    add(monitor.toString(), "--api-version", "1");
  }

  static List<String> create(Path monitor, OciRuntime runtime, MonitorRequest request) {
    MonitorFiles files = request.files();
    MonitorArguments line =
        new MonitorArguments(monitor)
            .identity(files.id(), files.id().value())
            .add("-n", request.name())
            .runtime(runtime, files.runtimeLog())
            .add("-b", files.bundle().toString())
            .add("-p", files.pidFile().toString())
            .add("--conmon-pidfile", files.monitorPidFile().toString())
            .add("--exit-dir", files.exitDir().toString())
            .add("--persist-dir", files.bundle().toString())
            .add("--full-attach", "--log-level", "warning")
            .log(request.logging(), files);
    if (request.terminal()) {
      line.add("-t");
    } else if (request.openInput()) {
      line.add("-i");
    }
    Duration runTimeout = request.runTimeout();
    if (runTimeout != null) {
      line.add("--timeout", Long.toString(Math.max(1, runTimeout.toSeconds())));
    }
    return line.toList();
  }

  MonitorArguments identity(ContainerId id, String unique) {
    return add("-c", id.value(), "-u", unique);
  }

  MonitorArguments runtime(OciRuntime runtime, Path log) {
    List<String> command = runtime.command();
    add("-r", command.getFirst());
    command.stream().skip(1).forEach(this::runtimeArgument);
    runtimeArgument("--log-format=json");
    runtimeArgument("--log=" + log);
    return this;
  }

  MonitorArguments add(String... values) {
    arguments.addAll(List.of(values));
    return this;
  }

  List<String> toList() {
    return List.copyOf(arguments);
  }

  private MonitorArguments log(LoggingSpec logging, MonitorFiles files) {
    Long maximum = logging.maximumBytes();
    return switch (logging.driver()) {
      case NONE -> add("-l", "none");
      case JOURNALD -> add("-l", "journald");
      case K8S_FILE -> {
        add("-l", "k8s-file:" + files.log());
        yield maximum == null ? this : add("--log-size-max", Long.toString(maximum));
      }
    };
  }

  private void runtimeArgument(String argument) {
    add("--runtime-arg", argument);
  }
}
