package io.gantry.engine.hooks;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The hooks that run after a container's deletion in the runtime. They were chosen when it was
 * initialised and are kept in its bundle until they have run (HOOKS-7).
 *
 * @param hooks in their order
 * @param annotations of the container's spec
 */
record Poststop(List<Hook> hooks, Map<String, String> annotations) {
  private static final Logger LOG = LoggerFactory.getLogger(Poststop.class);
  private static final String FILE = "hooks.json";
  private static final int OWNER_ONLY = 0600;

  /** Keeps them for the end of the run, in place of those of an earlier one. */
  void keep(Path bundle) throws IOException {
    Path file = bundle.resolve(FILE);
    if (hooks.isEmpty()) {
      Files.deleteIfExists(file);
    } else {
      AtomicFile.write(file, JsonMapper.shared().writeValueAsBytes(this), OWNER_ONLY);
    }
  }

  static @Nullable Poststop read(Path bundle) throws IOException {
    try {
      return JsonMapper.shared().readValue(Files.readString(bundle.resolve(FILE)), Poststop.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Runs all of them; one that fails is only told of (HOOKS-8, HOOKS-9). */
  void run(ContainerId id, Path bundle) throws IOException {
    byte[] state = state(id, bundle).toString().getBytes(StandardCharsets.UTF_8);
    for (Hook hook : hooks) {
      try {
        String output = HookProcess.run(hook, state);
        LOG.debug("poststop hook ran container={} hook={} output={}", id, hook.path(), output);
      } catch (IOException e) {
        LOG.warn("poststop hook failed container={} hook={}", id, hook.path(), e);
      }
    }
    Files.deleteIfExists(bundle.resolve(FILE));
  }

  private ObjectNode state(ContainerId id, Path bundle) {
    ObjectNode state = JsonMapper.shared().createObjectNode();
    state.put("ociVersion", "1.0.2").put("id", id.value()).put("status", "stopped");
    state.put("bundle", bundle.toString());
    ObjectNode named = state.putObject("annotations");
    annotations.forEach(named::put);
    return state;
  }
}
