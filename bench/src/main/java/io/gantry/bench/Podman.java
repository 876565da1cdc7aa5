package io.gantry.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The peer: Podman's service with a root of its own, spoken to through its libpod API. */
public final class Podman implements Peer {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SERVICE_ATTEMPTS = 600;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process service;
  private final String base;

  private final Path directory;
  private @Nullable String model;

  private Podman(Process service, String base, Path directory) {
    this.service = service;
    this.base = base;
    this.directory = directory;
  }

  /** Starts the service on everything of its own below the directory. */
  public static Podman start(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path settings = directory.resolve("containers.conf");
    // Without these Podman asks for more than a host without CAP_SYS_RESOURCE may give.
    Files.writeString(
        settings, "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=1024:1024\"]\n");
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
            "podman",
            "--runtime",
            "runc",
            "--root",
            directory.resolve("root").toString(),
            "--runroot",
            directory.resolve("run").toString(),
            "--tmpdir",
            directory.resolve("tmp").toString(),
            "--network-config-dir",
            directory.resolve("networks").toString(),
            "system",
            "service",
            "--time",
            "0",
            "tcp://127.0.0.1:" + port);
    builder.environment().put("CONTAINERS_CONF", settings.toString());
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
    Podman podman =
        new Podman(builder.start(), "http://127.0.0.1:" + port + "/v4.0.0/libpod", directory);
    try {
      podman.awaitService();
    } catch (IOException | InterruptedException e) {
      podman.close();
      throw e;
    }
    return podman;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitService() throws IOException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        call("GET", "/_ping", BodyPublishers.noBody());
        return;
      } catch (IOException e) {
        if (attempt == SERVICE_ATTEMPTS || !service.isAlive()) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  @Override
  public String name() {
    return "podman";
  }

  @Override
  public void importImage(Path archive, String reference) throws IOException, InterruptedException {
    call("POST", "/images/import?reference=" + reference, BodyPublishers.ofFile(archive));
  }

  @Override
  public String create(String image, boolean bridge, List<String> command)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("image", image);
    body.set("command", JSON.valueToTree(command));
    body.putObject("netns").put("nsmode", bridge ? "bridge" : "none");
    return call("POST", "/containers/create", BodyPublishers.ofString(body.toString()))
        .get("Id")
        .asString();
  }

  /** Makes a container with a new named volume, filled from the image at its initialisation. */
  public String createWithVolume(String image, String volume, String destination)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("image", image);
    body.putArray("command").add("true");
    body.putObject("netns").put("nsmode", "none");
    body.putArray("volumes").addObject().put("Name", volume).put("Dest", destination);
    return call("POST", "/containers/create", BodyPublishers.ofString(body.toString()))
        .get("Id")
        .asString();
  }

  /** Initialises a container. */
  public void init(String id) throws IOException, InterruptedException {
    call("POST", "/containers/" + id + "/init", BodyPublishers.noBody());
  }

  /** Reads the archive of a container's root to its end. */
  public void export(String id) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/containers/" + id + "/export")).build();
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    try (InputStream archive = response.body()) {
      archive.transferTo(OutputStream.nullOutputStream());
    }
    if (response.statusCode() >= 400) {
      throw new IllegalStateException("podman: export: " + response.statusCode());
    }
  }

  /** Removes an image. */
  public void removeImage(String reference) throws IOException, InterruptedException {
    call("DELETE", "/images/" + reference, BodyPublishers.noBody());
  }

  /** Removes a volume. */
  public void removeVolume(String name) throws IOException, InterruptedException {
    call("DELETE", "/volumes/" + name, BodyPublishers.noBody());
  }

  @Override
  public void start(String id) throws IOException, InterruptedException {
    call("POST", "/containers/" + id + "/start", BodyPublishers.noBody());
  }

  @Override
  public int await(String id) throws IOException, InterruptedException {
    return call("POST", "/containers/" + id + "/wait?interval=1ms", BodyPublishers.noBody())
        .asInt();
  }

  @Override
  public void kill(String id) throws IOException, InterruptedException {
    call("POST", "/containers/" + id + "/kill?signal=KILL", BodyPublishers.noBody());
  }

  @Override
  public void stop(String id) throws IOException, InterruptedException {
    call("POST", "/containers/" + id + "/stop?timeout=0", BodyPublishers.noBody());
  }

  @Override
  public void remove(String id) throws IOException, InterruptedException {
    call("DELETE", "/containers/" + id + "?force=true&timeout=0", BodyPublishers.noBody());
  }

  @Override
  public int list() throws IOException, InterruptedException {
    return call("GET", "/containers/json?all=true", BodyPublishers.noBody()).size();
  }

  /**
   * The runtime specification it generates for a container without network; the container stays
   * until {@link #close}, since the specification names its files.
   */
  Path specOf(String image) throws IOException, InterruptedException {
    model = create(image, false, List.of("true"));
    init(model);
    return directory
        .resolve("root/overlay-containers")
        .resolve(model)
        .resolve("userdata/config.json");
  }

  private void removeModel() throws IOException {
    if (model != null) {
      try {
        remove(model);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private JsonNode call(String method, String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, body)
            .header("content-type", "application/json")
            .timeout(Duration.ofMinutes(2))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 400) {
      throw new IllegalStateException("podman: " + method + " " + path + ": " + response.body());
    }
    return response.body().isBlank() || response.body().equals("OK")
        ? JSON.nullNode()
        : JSON.readTree(response.body());
  }

  @Override
  public void close() throws IOException {
    removeModel();
    http.close();
    service.destroy();
    try {
      service.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
