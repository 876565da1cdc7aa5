package io.gantry.engine;

import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.selinux.ContainerLabels;
import io.gantry.engine.selinux.FileLabels;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Path;
import java.util.Collection;

/** Labels what the engine has written for a run (LABELS-3). */
record RunFileLabels(FileLabels labels) {

  /**
   * Labels those of the sources that lie in the container's run directory.
   *
   * @param sources files, and directories with all that is in them
   */
  void set(ContainerConfig config, Collection<Path> sources) {
    String label = ContainerLabels.of(config).mount();
    for (Path source : sources) {
      if (labels.writes(label) && source.startsWith(config.runDir())) {
        set(config, source, label);
      }
    }
  }

  private void set(ContainerConfig config, Path source, String label) {
    try (Directory parent = Directory.open(source.resolveSibling(""))) {
      labels.setTree(parent, String.valueOf(source.getFileName()), label);
    } catch (SyscallException e) {
      throw GantryException.of(e.code(), "its engine files cannot be labelled", e)
          .about("container", config.id());
    }
  }
}
