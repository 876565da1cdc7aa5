package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.hooks.Hooks;
import java.nio.file.Path;

/** What runs once a container is deleted in the runtime (CLEANUP-RUNTIME-5). */
record EndHooks(Hooks hooks, Path containers) {

  void run(ContainerId id) {
    hooks.poststop(id, containers.resolve(id.value()));
  }
}
