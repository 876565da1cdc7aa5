package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Program;
import io.gantry.engine.linux.ProgramRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The runtime runc, or crun, which takes the same command line and answers alike. */
public final class RuncRuntime implements OciRuntime {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration CHECKPOINT_LIMIT = Duration.ofMinutes(30);
  private static final Pattern UNKNOWN_CONTAINER =
      Pattern.compile("container (does not exist|.* does not exist)|[Nn]o such file or directory");

  private final Path program;
  private final Path root;
  private final Map<String, String> environment;
  private final Duration limit;

  /**
   * @param program its path
   * @param root where it keeps its own state, on tmpfs
   * @param environment the engine's own, of which a little is handed on
   */
  public RuncRuntime(Path program, Path root, Map<String, String> environment) {
    this(program, root, environment, LIMIT);
  }

  RuncRuntime(Path program, Path root, Map<String, String> environment, Duration limit) {
    this.limit = limit;
    this.program = program;
    this.root = root;
    this.environment = environment(environment);
  }

  /** What the program sees of the engine's environment. */
  public static Map<String, String> environment(Map<String, String> ofEngine) {
    return MonitorEnvironment.with(ofEngine, Map.of());
  }

  @Override
  public List<String> command() {
    return List.of(program.toString(), "--root", root.toString());
  }

  @Override
  public void start(ContainerId id) {
    expectSuccess(id, "start", call("", "start", id.value()));
  }

  @Override
  public void kill(ContainerId id, int signal, boolean all) {
    String number = Integer.toString(signal);
    ProgramRun result =
        all ? call("", "kill", "--all", id.value(), number) : call("", "kill", id.value(), number);
    if (result.code() != 0) {
      refuseIfStopped(id);
      throw failure(id, "kill", result);
    }
  }

  @Override
  public void delete(ContainerId id) {
    expectSuccess(id, "delete", call("", "delete", "--force", id.value()));
  }

  @Override
  public void pause(ContainerId id) {
    expectSuccess(id, "pause", call("", "pause", id.value()));
  }

  @Override
  public void resume(ContainerId id) {
    expectSuccess(id, "resume", call("", "resume", id.value()));
  }

  @Override
  public void checkpoint(ContainerId id, DumpRequest request) {
    List<String> command = line("checkpoint");
    command.addAll(request.arguments());
    command.add(id.value());
    expectSuccess(id, "checkpoint", run(command, "", CHECKPOINT_LIMIT));
  }

  @Override
  public Optional<RuntimeState> state(ContainerId id) {
    ProgramRun result = call("", "state", id.value());
    if (result.code() == 0) {
      return Optional.of(parse(id, result.output()));
    }
    if (UNKNOWN_CONTAINER.matcher(message(result)).find()) {
      return Optional.empty();
    }
    throw failure(id, "inspect", result);
  }

  @Override
  public SortedSet<ContainerId> containers() {
    ProgramRun result = call("", "list", "--quiet");
    if (result.code() != 0) {
      throw GantryException.of(
          ErrorCode.RUNTIME, "cannot list the runtime's containers: " + message(result));
    }
    return result
        .output()
        .lines()
        .map(ContainerId::new)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public void update(ContainerId id, JsonNode resources) {
    expectSuccess(
        id, "update", call(resources.toString(), "update", "--resources", "-", id.value()));
  }

  /** A signal to what has ended is the caller's mistake about its state (STOP-16). */
  private void refuseIfStopped(ContainerId id) {
    Optional<RuntimeState> state = state(id);
    if (state.isEmpty() || state.get().status() == RuntimeState.Status.STOPPED) {
      throw GantryException.of(
              ErrorCode.STATE_INVALID, "cannot send a signal: the container has ended")
          .about("container", id)
          .in(state.isEmpty() ? "unknown to the runtime" : "stopped");
    }
  }

  private static RuntimeState parse(ContainerId id, String output) {
    try {
      JsonNode state = JsonMapper.shared().readTree(output);
      String status = state.path("status").asString("").toUpperCase(Locale.ROOT);
      return new RuntimeState(RuntimeState.Status.valueOf(status), state.path("pid").asInt(0));
    } catch (JacksonException | IllegalArgumentException e) {
      throw GantryException.of(
              ErrorCode.INTERNAL, "the runtime describes the container unclearly: " + output, e)
          .about("container", id);
    }
  }

  private ProgramRun call(String input, String... arguments) {
    return run(line(arguments), input, limit);
  }

  private List<String> line(String... arguments) {
    List<String> command = new ArrayList<>(command());
    command.add("--log-format=json");
    command.addAll(List.of(arguments));
    return command;
  }

  private ProgramRun run(List<String> command, String input, Duration limit) {
    try {
      return ProgramRun.of(
              Program.of(command, environment), input.getBytes(StandardCharsets.UTF_8), limit)
          .orElseThrow(
              () ->
                  GantryException.of(
                      ErrorCode.TIMEOUT,
                      "the runtime did not answer within " + limit.toSeconds() + " s"));
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.RUNTIME, "cannot run the runtime: " + e.getMessage(), e);
    }
  }

  private static void expectSuccess(ContainerId id, String action, ProgramRun result) {
    if (result.code() != 0) {
      throw failure(id, action, result);
    }
  }

  private static GantryException failure(ContainerId id, String action, ProgramRun result) {
    return RuntimeFailure.of(id, action, message(result));
  }

  private static String message(ProgramRun result) {
    Stream<String> plain = result.errors().lines().filter(line -> !line.isBlank());
    return RuntimeLog.lastError(result.errors())
        .or(() -> plain.reduce((earlier, later) -> later))
        .orElse("it returned " + result.code());
  }
}
