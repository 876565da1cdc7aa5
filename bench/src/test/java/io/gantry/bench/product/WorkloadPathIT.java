package io.gantry.bench.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.bench.product.Installation.Outcome;
import io.gantry.ctl.client.ApiPath;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Workloads, the whole way through the packaged product to containers that run. */
@RequiresHost({"root", "runc", "conmon", "netavark", "busybox"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkloadPathIT {
  private static final String IMAGE = BusyboxArchive.REFERENCE;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private Installation installation;

  @BeforeAll
  void up() throws IOException, InterruptedException {
    installation = Installation.inFreshDirectory();
    installation.up();
    installation.importBusybox();
  }

  @AfterAll
  void down() throws IOException {
    installation.close();
  }

  @Test
  void runsAJobAgainUntilItEndsWell() throws IOException, InterruptedException {
    succeed(
        "job",
        "run",
        "--name",
        "third",
        "--backoff",
        "1s",
        "--network",
        "none",
        "-v",
        "count:/count",
        IMAGE,
        "sh",
        "-c",
        "echo >> /count/runs; test $(wc -l < /count/runs) -ge 3");

    JsonNode status = until("jobs", "third", job -> job.hasNonNull("endedAt"));

    assertThat(status.path("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(status.path("failed").asInt()).isEqualTo(2);
    assertThat(codesOf("gantry.job=third")).containsExactlyInAnyOrder(0, 1, 1);
    succeed("job", "rm", "third");
  }

  @Test
  void rollsAServiceOnAndBackFromWhatDoesNotRun() throws IOException, InterruptedException {
    succeed(service("create", "--replicas", "2", "3m", "sleep", "900"));
    until("services", "web", isAt(1));

    succeed(service("update", "3m", "sleep", "901"));
    JsonNode rolled = until("services", "web", isAt(2));
    succeed(service("update", "15s", "false"));
    JsonNode back =
        until(
            "services",
            "web",
            status -> status.hasNonNull("rolledBackFrom") && isAt(2).test(status));

    assertThat(rolled.path("ready").asInt()).isEqualTo(2);
    assertThat(back.path("rolledBackFrom").asInt()).isEqualTo(3);
    assertThat(succeed("ps", "--format", "{spec.command}").output())
        .contains("901")
        .doesNotContain("900", "false");
    succeed("service", "rm", "web");
  }

  /** A change of the service; the deadline and the command come last. */
  private static String[] service(String operation, String... rest) {
    List<String> line = new ArrayList<>(List.of("service", operation, "--name", "web"));
    int deadline = 0;
    while (rest[deadline].startsWith("--")) {
      line.addAll(List.of(rest[deadline], rest[deadline + 1]));
      deadline += 2;
    }
    line.addAll(List.of("--min-ready", "2s", "--progress-deadline", rest[deadline]));
    line.addAll(List.of("--network", "none", "--stop-timeout", "1s", IMAGE));
    line.addAll(List.of(rest).subList(deadline + 1, rest.length));
    return line.toArray(String[]::new);
  }

  private static Predicate<JsonNode> isAt(int revision) {
    return status ->
        status.path("state").asString("").equals("COMPLETE")
            && status.path("revision").asInt() == revision;
  }

  /** The status, as soon as it is as wanted. */
  private JsonNode until(String kind, String name, Predicate<JsonNode> wanted)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode status = status(kind, name);
    while (!wanted.test(status)) {
      assertThat(System.nanoTime()).as(status.toString()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(200);
      status = status(kind, name);
    }
    return status;
  }

  private JsonNode status(String kind, String name) throws IOException {
    return installation.controlPlane().get(ApiPath.of(kind, name)).path("status");
  }

  private List<Integer> codesOf(String label) throws IOException {
    return installation.controlPlane().list(ApiPath.of("exits").with("label", label), 0).stream()
        .map(exit -> exit.path("record").path("code").asInt())
        .toList();
  }

  private Outcome succeed(String... arguments) throws IOException, InterruptedException {
    Outcome outcome = installation.ctl(arguments);
    assertThat(outcome.code()).as(outcome.output()).isZero();
    return outcome;
  }
}
