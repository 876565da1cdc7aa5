package io.gantry.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The floor: conmon and runc alone, on the specification that Podman generated. It has no store, no
 * network and no API; nothing that uses these two programs can be faster.
 */
final class Floor implements Peer {
  private static final String CGROUP = "gantry-floor";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path directory;
  private final ObjectNode spec;

  private Floor(Path directory, ObjectNode spec) {
    this.directory = directory;
    this.spec = spec;
  }

  /** Takes the specification of a container of Podman's and the root file system of an archive. */
  static Floor over(Path directory, Podman podman, Path archive, String image)
      throws IOException, InterruptedException {
    Path root = Files.createDirectories(directory.resolve("rootfs"));
    Files.createDirectories(directory.resolve("exits"));
    execute(List.of("tar", "-xf", archive.toString(), "-C", root.toString()));
    ObjectNode spec = (ObjectNode) JSON.readTree(Files.readAllBytes(podman.specOf(image)));
    ((ObjectNode) spec.path("root")).put("path", root.toString());
    return new Floor(directory, spec);
  }

  @Override
  public String name() {
    return "floor";
  }

  @Override
  public void importImage(Path archive, String reference) {
    // The root file system was unpacked at the beginning.
  }

  @Override
  public String create(String image, boolean bridge, List<String> command)
      throws IOException, InterruptedException {
    String id = UUID.randomUUID().toString().replace("-", "").repeat(2);
    Path bundle = Files.createDirectories(directory.resolve(id));
    Files.write(bundle.resolve("config.json"), JSON.writeValueAsBytes(specFor(id, command)));
    execute(monitor(id, bundle));
    awaitFile(bundle.resolve("pid"));
    return id;
  }

  private ObjectNode specFor(String id, List<String> command) {
    ObjectNode own = spec.deepCopy();
    ArrayNode arguments = JSON.createArrayNode();
    command.forEach(arguments::add);
    ((ObjectNode) own.path("process")).set("args", arguments);
    ((ObjectNode) own.path("linux")).put("cgroupsPath", "/" + CGROUP + "/" + id);
    return own;
  }

  private List<String> monitor(String id, Path bundle) {
    return List.of(
        "conmon",
        "--api-version",
        "1",
        "-c",
        id,
        "-u",
        id,
        "-n",
        id,
        "-r",
        "/usr/sbin/runc",
        "-b",
        bundle.toString(),
        "-p",
        bundle.resolve("pid").toString(),
        "--full-attach",
        "--exit-dir",
        directory.resolve("exits").toString(),
        "-l",
        "k8s-file:" + bundle.resolve("log"),
        "--log-level",
        "error",
        "--runtime-arg",
        "--root",
        "--runtime-arg",
        directory.resolve("runc").toString(),
        "--runtime-arg",
        "--log=" + bundle.resolve("runtime-log"));
  }

  @Override
  public void start(String id) throws IOException, InterruptedException {
    runc("start", id);
  }

  @Override
  public int await(String id) throws IOException, InterruptedException {
    Path file = directory.resolve("exits").resolve(id);
    awaitFile(file);
    return Integer.parseInt(Files.readString(file).strip());
  }

  @Override
  public void kill(String id) throws IOException, InterruptedException {
    runc("kill", id, "KILL");
  }

  @Override
  public void stop(String id) throws IOException, InterruptedException {
    kill(id);
    await(id);
  }

  @Override
  public void remove(String id) throws IOException, InterruptedException {
    runc("delete", "--force", id);
  }

  @Override
  public int list() {
    return 0;
  }

  private void runc(String... arguments) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of("runc", "--root", directory.resolve("runc").toString()));
    line.addAll(List.of(arguments));
    execute(line);
  }

  private static void execute(List<String> line) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", line) + " ended with " + process.exitValue());
    }
  }

  private static void awaitFile(Path file) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!Files.exists(file) || Files.size(file) == 0) {
      if (System.nanoTime() - end > 0) {
        Path log = file.resolveSibling("runtime-log");
        throw new IOException(
            file + " did not appear: " + (Files.exists(log) ? Files.readString(log) : ""));
      }
      TimeUnit.MICROSECONDS.sleep(200);
    }
  }

  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> controllers = Files.newDirectoryStream(Path.of("/sys/fs/cgroup"))) {
      for (Path controller : controllers) {
        Files.deleteIfExists(controller.resolve(CGROUP));
      }
    }
  }
}
