package io.gantry.agent.report;

import io.gantry.api.node.NodeFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what this node is and has; only the free disk space changes while it runs. */
public final class FactsReader implements Supplier<NodeFacts> {
  private static final Pattern MEMORY = Pattern.compile("MemTotal:\\s+(\\d+) kB");
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private final Path home;
  private final Map<String, String> versions;
  private final Map<String, Boolean> ceiling;
  private final String hostname = readHostname();
  private final long memoryBytes = readMemory();
  private final String bootId = readBootId();

  /**
   * @param home lies on the disk that counts
   * @param ceiling what the node's owner allows, by name
   */
  public FactsReader(Path home, Map<String, String> versions, Map<String, Boolean> ceiling) {
    this.home = home;
    this.versions = versions;
    this.ceiling = ceiling;
  }

  @Override
  public NodeFacts get() {
    try {
      FileStore disk = Files.getFileStore(home);
      return new NodeFacts(
          hostname,
          System.getProperty("os.arch"),
          Runtime.getRuntime().availableProcessors(),
          memoryBytes,
          disk.getTotalSpace(),
          disk.getUsableSpace(),
          cgroups(),
          versions,
          ceiling,
          bootId);
    } catch (IOException e) {
      throw new UncheckedIOException("the disk of " + home + " cannot be read", e);
    }
  }

  private static String readHostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static long readMemory() {
    Matcher total = MEMORY.matcher(read(Path.of("/proc/meminfo")));
    return total.find() ? Long.parseLong(total.group(1)) * 1024 : 0;
  }

  private static String readBootId() {
    return read(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }

  private static String cgroups() {
    if (Files.exists(CGROUPS.resolve("cgroup.controllers"))) {
      return "v2";
    }
    return Files.exists(CGROUPS.resolve("unified")) ? "hybrid" : "v1";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
