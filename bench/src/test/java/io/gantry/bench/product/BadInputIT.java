package io.gantry.bench.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.testing.RequiresHost;
import io.gantry.bench.product.Installation.Outcome;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;
import io.gantry.ctl.client.RequestFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What users get wrong, against the packaged product: a clear, typed refusal, and nothing half-made
 * is left behind.
 */
@RequiresHost({"root", "runc", "conmon", "netavark", "busybox"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private static final String IMAGE = BusyboxArchive.REFERENCE;

  private Installation installation;
  private RawRequests requests;

  @BeforeAll
  void up() throws IOException, InterruptedException {
    installation = Installation.inFreshDirectory();
    installation.up();
    installation.importBusybox();
    requests = new RawRequests(installation.controlPlane().target());
  }

  @AfterAll
  void down() throws IOException {
    installation.close();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    ControlPlane controlPlane = installation.controlPlane();
    for (JsonNode leaving : controlPlane.list(ApiPath.of("containers"), 0)) {
      awaitRemoval(controlPlane, leaving.path("id").asString());
    }
    assertThat(controlPlane.list(ApiPath.of("containers"), 0)).isEmpty();
    assertThat(HostProcess.all().stream().filter(process -> process.isProgram("conmon")))
        .noneMatch(process -> process.mentions(installation.home()));
  }

  /** A container that removes itself is told to be gone a little after its end. */
  private static void awaitRemoval(ControlPlane controlPlane, String id) {
    try {
      controlPlane.get(
          ApiPath.of("containers", id, "wait")
              .with("condition", "removed")
              .with("timeout", Duration.ofSeconds(10)));
    } catch (RequestFailed e) {
      assertThat(e.is(ErrorCode.NO_SUCH_CONTAINER)).as(e.getMessage()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"spec\":{\"image\":\"x\",\"comand\":[\"true\"]}}",
        "{\"spec\":{\"image\":\"x\",\"command\":\"true\"}}",
        "{\"spec\":{\"image\":\"x\",\"tty\":\"maybe\"}}",
        "{\"spec\":{\"image\":\"x\",\"stop\":{\"timeout\":\"soon\"}}}",
        "{\"spec\":{\"image\":\"\"}}",
        "{\"spec\":{}}",
        "{}",
        "[]",
        "{\"spec\":",
        ""
      })
  void aBodyThatIsNotTheContractsIsRefused(String body) {
    RawRequests.Answer answer = requests.post("/containers", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT.name());
    assertThat(answer.type()).startsWith("application/problem+json");
    assertThat(answer.body()).doesNotContain("Exception", "io.gantry", "jackson");
  }

  @Test
  void anOverLongNameIsRefusedAndSaysWhatANameIs() {
    RawRequests.Answer answer =
        requests.post(
            "/containers",
            "{\"spec\":{\"image\":\"x\",\"name\":\"%s\"}}".formatted("n".repeat(300)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("128");
  }

  @Test
  void anEnormousBodyIsRefusedWithoutBeingRead() {
    RawRequests.Answer answer =
        requests.post(
            "/containers",
            "{\"spec\":{\"image\":\"x\",\"hostname\":\"" + "h".repeat(8 << 20) + "\"}}");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE.name());
  }

  @ParameterizedTest
  @CsvSource({
    "/containers/nosuch, NO_SUCH_CONTAINER",
    "/containers/%2e%2e%2fnodes, INVALID_ARGUMENT",
    "/exits/nosuch/1, NO_SUCH_CONTAINER",
    "/nodes/nosuch, NO_SUCH_NODE",
    "/volumes/nosuch, NO_SUCH_VOLUME",
    "/nosuch, NOT_FOUND"
  })
  void whatDoesNotExistIsSaidNotToExist(String path, String code) {
    RawRequests.Answer answer = requests.get(path);

    assertThat(answer.status()).as(answer.body()).isIn(400, 404);
    assertThat(answer.type()).startsWith("application/problem+json");
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void nobodyGetsInWithoutAToken() {
    assertThat(requests.anonymous("/containers").status()).isEqualTo(401);
  }

  @Test
  void aMissingImageEndsWith125() throws IOException, InterruptedException {
    Outcome outcome = run("--pull", "never", "no/such:image", "true");

    assertThat(outcome.code()).as(outcome.output()).isEqualTo(125);
    assertThat(outcome.output()).contains("NO_SUCH_IMAGE");
  }

  @Test
  void aCommandThatDoesNotExistEndsWith127() throws IOException, InterruptedException {
    Outcome outcome = run("--network", "none", IMAGE, "/no/such/program");

    assertThat(outcome.code()).as(outcome.output()).isEqualTo(127);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc", "/etc/notexecutable"})
  void aCommandThatMayNotBeRunEndsWith126(String command) throws IOException, InterruptedException {
    Outcome outcome = run("--network", "none", IMAGE, command);

    assertThat(outcome.code()).as(outcome.output()).isEqualTo(126);
  }

  @Test
  void aTakenPortIsNamed() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0));
      Outcome outcome = run("-p", taken.getLocalPort() + ":80", IMAGE, "true");

      assertThat(outcome.code()).as(outcome.output()).isEqualTo(125);
      assertThat(outcome.output()).contains("PORT_IN_USE", Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void aDuplicateNameIsRefused() throws IOException, InterruptedException {
    run("-d", "--network", "none", "--name", "one", IMAGE, "sleep", "60");

    Outcome second = installation.ctl("run", "--name", "one", IMAGE, "true");
    installation.ctl("rm", "--force", "one");

    assertThat(second.code()).isEqualTo(125);
    assertThat(second.output()).contains("NAME_DUPLICATE", "one");
  }

  @Test
  void withoutItsAgentANodeIsSaidToBeAwayAtOnce() throws IOException, InterruptedException {
    run("-d", "--network", "none", "--name", "one", IMAGE, "sleep", "60");
    assertThat(installation.kill("agent")).isTrue();

    RawRequests.Answer answer = requests.get("/containers/one/logs");
    installation.up();
    installation.ctl("rm", "--force", "one");

    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo(ErrorCode.NODE_UNAVAILABLE.name());
  }

  @Test
  void whatIsNoArchiveIsNoImage() {
    RawRequests.Answer answer =
        requests.post("/images/import?reference=bad/archive", "this is no tar archive");

    assertThat(answer.status()).as(answer.body()).isIn(400, 422);
    assertThat(answer.code()).isEqualTo(ErrorCode.IMAGE_INVALID.name());
    assertThat(installation.home().resolve("agent")).isDirectory();
  }

  private Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("run", "--rm"));
    line.addAll(List.of(arguments));
    return installation.ctl(line.toArray(String[]::new));
  }
}
