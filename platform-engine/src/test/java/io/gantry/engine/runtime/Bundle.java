package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.LoggingSpec;
import io.gantry.engine.cgroup.Cgroups;
import io.gantry.engine.linux.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container for tests of runtime and monitor: busybox as its root file system and a small spec
 * that a test may change before it creates the container. Closing it leaves nothing behind.
 */
public final class Bundle implements AutoCloseable {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> APPLETS =
      List.of(
          "sh", "ls", "cat", "sleep", "echo", "kill", "head", "dd", "stty", "env", "id", "tail",
          "grep", "pwd");

  private final ContainerId id = ContainerId.random(new SecureRandom());
  private final Path directory;
  private final Cgroups cgroups;
  private final RuncRuntime runtime;
  private final Monitor monitor;
  private final MonitorFiles files;
  private final ObjectNode spec = JsonMapper.shared().createObjectNode();

  private Bundle(Path directory, Path program) throws IOException {
    this.directory = directory;
    this.cgroups = Cgroups.detect("/gantry-test-" + id.shortId(), any -> Optional.empty());
    this.runtime = new RuncRuntime(program, directory.resolve("runtime"), System.getenv());
    this.monitor =
        new Monitor(Program.find("conmon").orElseThrow(), runtime, cgroups, System.getenv());
    this.files =
        new MonitorFiles(
            id, directory.resolve("bundle"), directory.resolve("run"), directory.resolve("exits"));
  }

  /**
   * A script that tells the terminal's size as soon as it is {@code "ROWS COLUMNS"}: the monitor
   * takes new sizes and input from two places, in any order.
   */
  public static String tellSize(String size) {
    return "until stty size | grep -q '^%s$'; do sleep 0.02; done; stty size".formatted(size);
  }

  /** A container that runs a shell script. */
  public static Bundle script(String script) throws IOException {
    return command("/bin/sh", "-c", script);
  }

  /** A container that runs a command. */
  public static Bundle command(String... command) throws IOException {
    return of(Program.find("runc").orElseThrow(), command);
  }

  /** A container that runs a command, in another runtime than runc. */
  static Bundle of(Path program, String... command) throws IOException {
    Bundle bundle =
        new Bundle(
            Files.createTempDirectory("gantry-bundle" + "-with-a-long-name".repeat(6)), program);
    for (Path made :
        List.of(bundle.files.bundle(), bundle.files.runDir(), bundle.files.exitDir())) {
      Files.createDirectories(made);
    }
    bundle.makeRoot(bundle.files.bundle().resolve("rootfs"));
    bundle.fillSpec(List.of(command));
    return bundle;
  }

  public ContainerId id() {
    return id;
  }

  public RuncRuntime runtime() {
    return runtime;
  }

  public Monitor monitor() {
    return monitor;
  }

  public MonitorFiles files() {
    return files;
  }

  /** The runtime spec, to be changed before {@link #create}. */
  public ObjectNode spec() {
    return spec;
  }

  /** Groups of this container alone. */
  public Cgroups cgroups() {
    return cgroups;
  }

  /** What asks the monitor for this container, without terminal and input. */
  public MonitorRequest request() {
    return new MonitorRequest(files, "test", LoggingSpec.DEFAULT, false, false, null, List.of());
  }

  /** Creates the container under a monitor. */
  public MonitorStarted create() throws IOException {
    return create(request());
  }

  public MonitorStarted create(MonitorRequest request) throws IOException {
    writeSpec();
    return monitor.create(request);
  }

  /** Writes the spec as it is now; for a create by another monitor than its own. */
  public void writeSpec() throws IOException {
    Files.writeString(files.spec(), spec.toString());
  }

  @Override
  public void close() throws IOException {
    runtime.delete(id);
    cgroups.purge();
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private void makeRoot(Path root) throws IOException {
    for (String name : List.of("bin", "proc", "dev", "sys", "tmp", "etc")) {
      Files.createDirectories(root.resolve(name));
    }
    Files.copy(BUSYBOX, root.resolve("bin/busybox"));
    for (String applet : APPLETS) {
      Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
    }
  }

  private void fillSpec(List<String> command) {
    spec.put("ociVersion", "1.0.2");
    spec.putObject("root").put("path", "rootfs");
    ObjectNode process = spec.putObject("process");
    process.put("cwd", "/");
    process.putObject("user").put("uid", 0).put("gid", 0);
    command.forEach(process.putArray("args")::add);
    process.putArray("env").add("PATH=/bin");
    ArrayNode mounts = spec.putArray("mounts");
    mounts.addObject().put("destination", "/proc").put("type", "proc").put("source", "proc");
    mounts.addObject().put("destination", "/dev").put("type", "tmpfs").put("source", "tmpfs");
    mounts
        .addObject()
        .put("destination", "/dev/pts")
        .put("type", "devpts")
        .put("source", "devpts")
        .putArray("options")
        .add("newinstance")
        .add("ptmxmode=0666");
    ObjectNode linux = spec.putObject("linux");
    linux.put("cgroupsPath", cgroups.pathOf(id));
    ArrayNode namespaces = linux.putArray("namespaces");
    for (String type : List.of("pid", "mount", "ipc", "uts", "network")) {
      namespaces.addObject().put("type", type);
    }
  }
}
