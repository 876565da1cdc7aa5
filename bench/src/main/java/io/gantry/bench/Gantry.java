package io.gantry.bench;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.resource.KillRequest;
import io.gantry.api.resource.StopRequest;
import io.gantry.bench.product.Installation;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;
import io.gantry.ctl.client.RequestFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Gantry as its users have it: over REST, through control plane, database and agent. Its figures
 * hold the whole way that Podman's service, alone on its host, does not have.
 */
final class Gantry implements Peer {
  private static final String ROOT = "containers";
  private static final int MOST_OF_A_PAGE = 500;

  private final Installation installation;
  private final ControlPlane controlPlane;

  private Gantry(Installation installation, ControlPlane controlPlane) {
    this.installation = installation;
    this.controlPlane = controlPlane;
  }

  static Gantry start() throws IOException, InterruptedException {
    Installation installation = Installation.inFreshDirectory();
    installation.up();
    return new Gantry(installation, installation.controlPlane());
  }

  Installation installation() {
    return installation;
  }

  @Override
  public String name() {
    return "gantry";
  }

  @Override
  public void importImage(Path archive, String reference) throws IOException {
    controlPlane.upload(
        ApiPath.of("images", "import").with("reference", reference),
        BodyPublishers.ofInputStream(() -> open(archive)));
  }

  private static InputStream open(Path archive) {
    try {
      return Files.newInputStream(archive);
    } catch (IOException e) {
      throw new UncheckedIOException(archive.toString(), e);
    }
  }

  @Override
  public String create(String image, boolean bridge, List<String> command) {
    NetworkSpec.Mode mode = bridge ? NetworkSpec.Mode.BRIDGE : NetworkSpec.Mode.NONE;
    ContainerSpec spec =
        ContainerSpec.builder(image)
            .command(command.toArray(String[]::new))
            .network(NetworkSpec.of(mode))
            .build();
    return controlPlane
        .post(ApiPath.of(ROOT), new CreateContainer(spec, false, null))
        .path("id")
        .asString();
  }

  @Override
  public void start(String id) {
    controlPlane.post(ApiPath.of(ROOT, id, "start"), null);
    await(id, "running");
  }

  @Override
  public int await(String id) {
    ApiPath path =
        ApiPath.of(ROOT, id, "wait")
            .with("condition", "exited")
            .with("run", 1)
            .with("timeout", Duration.ofMinutes(1));
    return controlPlane.get(path, ExitRecord.class).code();
  }

  private void await(String id, String condition) {
    controlPlane.get(
        ApiPath.of(ROOT, id, "wait")
            .with("condition", condition)
            .with("timeout", Duration.ofMinutes(1)));
  }

  @Override
  public void kill(String id) {
    controlPlane.post(ApiPath.of(ROOT, id, "kill"), new KillRequest("KILL"));
  }

  @Override
  public void stop(String id) {
    controlPlane.post(ApiPath.of(ROOT, id, "stop"), new StopRequest(Duration.ZERO));
    await(id, "exited");
  }

  @Override
  public void remove(String id) {
    controlPlane.delete(ApiPath.of(ROOT, id).with("force", true).with("timeout", Duration.ZERO));
    try {
      await(id, "removed");
    } catch (RequestFailed e) {
      if (!e.is(ErrorCode.NO_SUCH_CONTAINER)) {
        throw e;
      } // else it was gone before it was waited for
    }
  }

  @Override
  public int list() {
    return controlPlane.get(ApiPath.of(ROOT).with("limit", MOST_OF_A_PAGE)).path("items").size();
  }

  @Override
  public void close() throws IOException {
    installation.close();
  }
}
