package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.CommandLines;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitors and runtime calls that an engine left when it was killed while it created a container.
 * They are told by their command line, which names this engine's directories.
 */
public final class StrayMonitors {
  private static final Logger LOG = LoggerFactory.getLogger(StrayMonitors.class);
  private static final Pattern ID = Pattern.compile("\0([0-9a-f]{64})\0");
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration DUMP_LIMIT = Duration.ofMinutes(5);
  private static final int SIGKILL = 9;

  private final String exitDir;
  private final String runtimeRoot;

  /**
   * @param exitDir the engine's exit directory, in each monitor's command line
   * @param runtimeRoot the runtime's root, in each runtime call's
   */
  public StrayMonitors(Path exitDir, Path runtimeRoot) {
    this.exitDir = exitDir.toString();
    this.runtimeRoot = runtimeRoot.toString();
  }

  /** Kills those of containers that are not wanted, and waits until they are gone. */
  public void end(Set<ContainerId> wanted) throws IOException {
    List<PidFd> ending = new ArrayList<>();
    for (ProcessIdentity process : CommandLines.find(line -> isStray(line, wanted))) {
      kill(process).ifPresent(ending::add);
    }
    for (PidFd process : ending) {
      try (process) {
        process.waitForEnd(LIMIT);
      }
    }
  }

  /**
   * Waits until a call ends that writes the container's processes to the disk: to kill it would
   * leave them in the hands of nobody.
   *
   * @throws SocketTimeoutException if it takes more than five minutes
   */
  public void awaitDump(ContainerId id) throws IOException {
    for (ProcessIdentity process : CommandLines.find(line -> isDump(line, id))) {
      try (PidFd dump = PidFd.open(process).orElse(null)) {
        if (dump != null && !dump.waitForEnd(DUMP_LIMIT)) {
          throw new SocketTimeoutException("process " + process.pid() + " still writes");
        }
      }
    }
  }

  private boolean isDump(String line, ContainerId id) {
    return line.contains("\0" + runtimeRoot + "\0")
        && line.contains("\0checkpoint\0")
        && line.contains("\0" + id.value() + "\0");
  }

  private boolean isStray(String line, Set<ContainerId> wanted) {
    if (!line.contains("\0" + exitDir + "\0") && !line.contains("\0" + runtimeRoot + "\0")) {
      return false;
    }
    Matcher id = ID.matcher(line);
    return id.find() && !wanted.contains(new ContainerId(id.group(1)));
  }

  private static Optional<PidFd> kill(ProcessIdentity identity) throws IOException {
    LOG.info("stray monitor or runtime call killed pid={}", identity.pid());
    Optional<PidFd> process = PidFd.open(identity);
    if (process.isPresent()) {
      process.get().signal(SIGKILL);
    }
    return process;
  }
}
