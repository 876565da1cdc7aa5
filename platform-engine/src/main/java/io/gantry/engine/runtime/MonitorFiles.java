package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.TreeRemoval;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where monitor and engine meet: the files of one container by their fixed names (PATHS-1 to
 * PATHS-5). Names that users choose are never parts of these paths.
 *
 * @param bundle the container's permanent directory
 * @param runDir the container's directory on tmpfs, lost at reboot
 * @param exitDir the engine's exit directory on tmpfs
 */
public record MonitorFiles(ContainerId id, Path bundle, Path runDir, Path exitDir) {
  /** The runtime spec. */
  public Path spec() {
    return bundle.resolve("config.json");
  }

  /** The monitor listens here for attaching clients. */
  public Path attachSocket() {
    return bundle.resolve("attach");
  }

  /** Takes commands for the monitor, as a new window size. */
  public Path controlFifo() {
    return bundle.resolve("ctl");
  }

  /** The monitor's own. */
  public Path windowSizeFifo() {
    return bundle.resolve("winsz");
  }

  /** Exists once the monitor saw the container run out of memory. */
  public Path oom() {
    return bundle.resolve("oom");
  }

  /** Holds the exit code; lost at reboot. */
  public Path exitFile() {
    return exitDir.resolve(id.value());
  }

  /** Holds the exit code too, and survives a reboot. */
  public Path keptExitFile() {
    return bundle.resolve("exit");
  }

  /** Number of the container's first process. */
  public Path pidFile() {
    return runDir.resolve("pidfile");
  }

  /** Number of the monitor's process. */
  public Path monitorPidFile() {
    return runDir.resolve("conmon.pid");
  }

  /** What the runtime logs when the monitor calls it. */
  public Path runtimeLog() {
    return runDir.resolve("oci-log");
  }

  /** The container's output, unless its log driver writes none. */
  public Path log() {
    return bundle.resolve("ctr.log");
  }

  /**
   * Removes what is in the log's place and is no file: the monitor would write through a link and
   * wait with a FIFO.
   */
  void removeWhatIsNoLog() throws IOException {
    String name = String.valueOf(log().getFileName());
    try (Directory directory = Directory.open(bundle)) {
      if (directory.contains(name) && !directory.status(name).isRegularFile()) {
        TreeRemoval.remove(directory, name);
      }
    }
  }

  /**
   * Removes what an earlier run left: a stale fifo or socket blocks a monitor's start, and a stale
   * exit file would be taken for the new run's (MONITORFILES-1). Only to be called when the exit
   * code is durable elsewhere (MONITORFILES-3). Stops at the first failure, which names the file.
   */
  public void remove() throws IOException {
    for (Path file : List.of(attachSocket(), controlFifo(), windowSizeFifo(), oom())) {
      Files.deleteIfExists(file);
    }
    removeExit(exitFile());
    removeExit(keptExitFile());
  }

  /** Whatever it is: what was taken for an end (EXIT-8) must not be taken for the next run's. */
  private static void removeExit(Path file) throws IOException {
    try {
      Files.deleteIfExists(file);
    } catch (DirectoryNotEmptyException e) {
      try (Directory parent = Directory.open(file.resolveSibling(""))) {
        TreeRemoval.remove(parent, String.valueOf(file.getFileName()));
      }
    }
  }
}
