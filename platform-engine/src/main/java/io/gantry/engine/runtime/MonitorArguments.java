package io.gantry.engine.runtime;

import io.gantry.api.container.LoggingSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the monitor's command line (MONITOR-1, MONITOR-2). */
final class MonitorArguments {
  private final List<String> arguments = new ArrayList<>();

  private MonitorArguments(Path monitor) {
    add(monitor.toString(), "--api-version", "1");
  }

  /** To create a container. */
  static List<String> create(Path monitor, OciRuntime runtime, MonitorRequest request) {
    MonitorFiles files = request.files();
    MonitorArguments line =
        new MonitorArguments(monitor)
            .common(files, files.id().value(), runtime)
            .add("-n", request.name())
            .add("--persist-dir", files.bundle().toString())
            .log(request, files)
            .input(request.terminal(), request.openInput())
            .inherited(request.inherited());
    return line.restore(request.restore()).limit(request.runTimeout()).toList();
  }

  /** To run a further command in a container (EXEC-6). */
  static List<String> exec(Path monitor, OciRuntime runtime, ExecRequest request) {
    return new MonitorArguments(monitor)
        .common(request.files(), request.session(), runtime)
        .add("-e", "--exec-attach", "--exec-process-spec", request.process().toString())
        .add("-l", "none")
        .input(request.terminal(), request.openInput())
        .limit(request.limit())
        .toList();
  }

  private MonitorArguments common(MonitorFiles files, String unique, OciRuntime runtime) {
    return add("-c", files.id().value(), "-u", unique)
        .runtime(runtime, files.runtimeLog())
        .add("-b", files.bundle().toString())
        .add("-p", files.pidFile().toString())
        .add("--conmon-pidfile", files.monitorPidFile().toString())
        .add("--exit-dir", files.exitDir().toString())
        .add("--full-attach", "--log-level", "warning");
  }

  private MonitorArguments inherited(Inherited inherited) {
    if (inherited.readinessTo() != null) {
      add("--sdnotify-socket", inherited.readinessTo().toString());
    }
    int passed = inherited.descriptors().size();
    return passed == 0 ? this : add("--runtime-opt", "--preserve-fds=" + passed);
  }

  private MonitorArguments restore(@Nullable RestoreRequest from) {
    if (from != null) {
      add("--restore", from.images().toString());
      from.options().forEach(option -> add("--runtime-opt", option));
    }
    return this;
  }

  private MonitorArguments limit(@Nullable Duration limit) {
    return limit == null ? this : add("--timeout", Long.toString(Math.max(1, limit.toSeconds())));
  }

  private MonitorArguments input(boolean terminal, boolean open) {
    if (terminal) {
      return add("-t");
    }
    return open ? add("-i") : this;
  }

  private MonitorArguments runtime(OciRuntime runtime, Path log) {
    List<String> command = runtime.command();
    add("-r", command.getFirst());
    command.stream().skip(1).forEach(this::runtimeArgument);
    runtimeArgument("--log-format=json");
    runtimeArgument("--log=" + log);
    return this;
  }

  private MonitorArguments add(String... values) {
    arguments.addAll(List.of(values));
    return this;
  }

  private List<String> toList() {
    return List.copyOf(arguments);
  }

  private MonitorArguments log(MonitorRequest request, MonitorFiles files) {
    if (request.inherited().streams()) {
      return add("-l", "passthrough");
    }
    LoggingSpec logging = request.logging();
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
