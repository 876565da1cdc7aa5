package io.gantry.engine.exec;

import io.gantry.engine.spec.ResolvedUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Describes a further process of a container, from that of the container (EXEC-5). */
final class ExecProcess {
  private final ObjectNode process;
  private final ExecSpec spec;

  private ExecProcess(ObjectNode process, ExecSpec spec) {
    this.process = process;
    this.spec = spec;
  }

  /**
   * Makes the description.
   *
   * @param container the container's process
   * @param user the user of the session; absent is the container's
   */
  static ObjectNode of(ObjectNode container, ExecSpec spec, @Nullable ResolvedUser user) {
    ExecProcess exec = new ExecProcess(container.deepCopy(), spec);
    exec.describe(user);
    return exec.process;
  }

  private void describe(@Nullable ResolvedUser user) {
    spec.command().forEach(process.putArray("args")::add);
    if (spec.workingDirectory() != null) {
      process.put("cwd", ExecDirectory.checked(spec.workingDirectory()));
    }
    terminal();
    environment(user);
    if (user != null) {
      capabilities(user);
      user(user);
    }
  }

  private void terminal() {
    process.put("terminal", spec.terminal() != null);
    process.remove("consoleSize");
    if (spec.terminal() != null) {
      process
          .putObject("consoleSize")
          .put("height", spec.terminal().rows())
          .put("width", spec.terminal().columns());
    }
  }

  private void environment(@Nullable ResolvedUser user) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (JsonNode line : process.path("env")) {
      String[] variable = line.asString().split("=", 2);
      variables.put(variable[0], variable.length == 2 ? variable[1] : "");
    }
    variables.putAll(spec.environment());
    if (user != null) {
      variables.putIfAbsent("HOME", user.home());
    }
    ArrayNode lines = process.putArray("env");
    variables.forEach((name, value) -> lines.add(name + "=" + value));
  }

  /** Nobody gets more than the container's bounding set, and another user than its own nothing. */
  private void capabilities(ResolvedUser user) {
    if (!(process.get("capabilities") instanceof ObjectNode sets)) {
      return;
    }
    boolean containersOwn = process.path("user").path("uid").asLong(0) == user.uid();
    JsonNode effective = sets.path(containersOwn && !user.isRoot() ? "effective" : "bounding");
    for (String set : List.of("effective", "permitted")) {
      ArrayNode names = sets.arrayNode();
      if (user.isRoot() || containersOwn) {
        effective.forEach(names::add);
      }
      sets.set(set, names);
    }
    sets.putArray("inheritable");
    sets.putArray("ambient");
  }

  private void user(ResolvedUser user) {
    ObjectNode node = process.withObject("user").put("uid", user.uid()).put("gid", user.gid());
    user.additionalGids().forEach(node.putArray("additionalGids")::add);
  }
}
