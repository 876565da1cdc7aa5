package io.gantry.engine.hooks;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.hooks.HookCondition.Subject;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The hooks of a node. The directories are read at each init, so a change needs no restart. Thread-
 * safe.
 */
public final class Hooks {
  private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

  private final HookDirectories directories;

  private Hooks(HookDirectories directories) {
    this.directories = directories;
  }

  /**
   * Hooks of these directories.
   *
   * @param directories without any, the ones of the host's packages and operator
   */
  public static Hooks of(List<Path> directories) {
    return new Hooks(HookDirectories.configured(directories));
  }

  /** Whether there may be hooks for a container. */
  public boolean exist() {
    return directories.hasFiles();
  }

  /**
   * Gives a container its hooks: those of the runtime go into its spec, those after its end are
   * kept in its bundle, and the precreate filters are run (HOOKS-1, HOOKS-6).
   *
   * @return the spec to use
   * @throws GantryException INVALID_ARGUMENT for a hook file that is wrong, RUNTIME for a filter
   *     that fails
   */
  public ObjectNode apply(ContainerConfig config, ObjectNode spec) {
    List<HookFile> chosen = chosen(config, spec);
    for (HookStage stage : HookStage.values()) {
      if (stage.isOfRuntime()) {
        of(stage, chosen).forEach(hook -> write(hook, spec, stage));
      }
    }
    try {
      new Poststop(of(HookStage.POSTSTOP, chosen).toList(), config.spec().annotations())
          .keep(config.staticDir());
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "the container's hooks cannot be kept", e)
          .about("container", config.id());
    }
    ObjectNode filtered = spec;
    for (Hook hook : of(HookStage.PRECREATE, chosen).toList()) {
      filtered = filter(config.id(), hook, filtered);
    }
    return filtered;
  }

  /**
   * Runs what was kept for the container's end, once; nothing kept is success. A hook that fails is
   * only logged.
   *
   * @throws GantryException INTERNAL if what was kept cannot be read
   */
  public void poststop(ContainerId id, Path bundle) {
    try {
      Poststop kept = Poststop.read(bundle);
      if (kept != null) {
        kept.run(id, bundle);
      }
    } catch (IOException | JacksonException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "the poststop hooks cannot be read", e)
          .about("container", id);
    }
  }

  private List<HookFile> chosen(ContainerConfig config, ObjectNode spec) {
    Subject subject =
        new Subject(
            spec.path("process").path("args").path(0).asString(""),
            config.spec().annotations(),
            !config.spec().mounts().isEmpty());
    return directories.load().stream().filter(file -> file.when().matches(subject)).toList();
  }

  private static Stream<Hook> of(HookStage stage, List<HookFile> files) {
    return files.stream().filter(file -> file.stages().contains(stage)).map(HookFile::hook);
  }

  private static void write(Hook hook, ObjectNode spec, HookStage stage) {
    ObjectNode node = spec.withObject("hooks").withArray(stage.word()).addObject();
    node.put("path", hook.path());
    hook.args().forEach(node.putArray("args")::add);
    hook.env().forEach(node.putArray("env")::add);
    Integer timeout = hook.timeout();
    if (timeout != null) {
      node.put("timeout", timeout);
    }
  }

  private static ObjectNode filter(ContainerId id, Hook hook, ObjectNode spec) {
    try {
      byte[] input = spec.toString().getBytes(StandardCharsets.UTF_8);
      JsonNode answer = JsonMapper.shared().readTree(HookProcess.run(hook, input));
      if (answer instanceof ObjectNode filtered && filtered.has("process")) {
        return filtered;
      }
      throw new IOException(hook.path() + " did not print a runtime spec");
    } catch (IOException | JacksonException e) {
      LOG.warn("precreate hook failed container={} hook={}", id, hook.path(), e);
      throw GantryException.of(
              ErrorCode.RUNTIME, "a precreate hook of the node failed: " + e.getMessage(), e)
          .about("container", id);
    }
  }
}
