package io.gantry.agent;

import static io.gantry.agent.assignment.Assignments.goal;
import static io.gantry.agent.assignment.Assignments.id;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.assignment.Assignments;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.SecretSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.api.node.WatchEvent;
import io.gantry.api.secret.SecretValues;
import io.gantry.api.secret.SecretValues.SecretValue;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Busybox;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import io.gantry.engine.Remains;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent with real containers, against a control plane of a few lines. */
@RequiresHost({"root", "runc", "conmon"})
@Timeout(120)
class HostAgentIT {
  private Path directory;
  private Directories directories;
  private ScriptedControlPlane controlPlane;
  private HostAgent agent;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    directories = new Directories();
    directories.home = temporary.resolve("home");
    directories.runDir = temporary.resolve("run");
    directories.make();
    try (Engine engine = open()) {
      Busybox.importInto(engine.images());
    }
    controlPlane = ScriptedControlPlane.start();
    agent = startAgent();
  }

  @AfterEach
  void stop() {
    agent.close();
    try (Engine engine = open()) {
      engine.purge();
    }
    controlPlane.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  private Engine open() {
    return Engine.open(EngineConfig.of(directories.home, directories.runDir));
  }

  private HostAgent startAgent() throws IOException, InterruptedException {
    Server server = new Server();
    server.uri = controlPlane.uri();
    server.tokenFile = Files.writeString(directory.resolve("token"), "one-time");
    return HostAgent.start(directories, server, 0);
  }

  private static ContainerSpec shell(String script) {
    return ContainerSpec.builder(Busybox.REFERENCE)
        .command("sh", "-c", script)
        .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
        .build();
  }

  private static Assignment running(String script, long launch, long generation) {
    return goal(Goal.RUNNING).spec(shell(script)).launch(launch).generation(generation).build();
  }

  @Test
  void runsAContainerAndReportsHowItEnded() throws InterruptedException {
    controlPlane.tell(WatchEvent.Type.LIST, List.of(running("exit 42", 1, 1)));

    ExitRecord exit = controlPlane.awaitExit(id(1), 1);

    assertThat(exit.code()).isEqualTo(42);
    ContainerStatus status =
        controlPlane.awaitStatus(
            id(1), seen -> seen.state() == ContainerState.EXITED && seen.generation() == 1);
    assertThat(status.launch()).isEqualTo(1);
    assertThat(status.failure()).isNull();
  }

  @Test
  void givesAContainerItsSecretsAndKeepsNoneThatIsOfNoUse() throws Exception {
    controlPlane.secrets =
        new SecretValues(List.of(new SecretValue("token", "sesame".getBytes(US_ASCII))));
    ContainerSpec spec =
        shell("[ $(cat /run/secrets/token) = sesame ] && exit 42").toBuilder()
            .secrets(SecretSpec.mounted("token"))
            .build();
    controlPlane.tell(
        WatchEvent.Type.LIST,
        List.of(goal(Goal.RUNNING).spec(spec).launch(1).generation(1).build()));

    assertThat(controlPlane.awaitExit(id(1), 1).code()).isEqualTo(42);

    controlPlane.tell(
        WatchEvent.Type.CHANGED,
        List.of(goal(Goal.REMOVED).spec(spec).launch(1).generation(2).build()));
    controlPlane.awaitStatus(id(1), ContainerStatus::removed);
    agent.close();
    try (Engine engine = open()) {
      assertThat(engine.secrets().tenants()).isEmpty();
    }
    agent = startAgent();
  }

  @Test
  void forgetsAtItsStartSecretsThatNoAssignmentNames() throws Exception {
    agent.close();
    try (Engine engine = open()) {
      engine.secrets().put(TenantId.DEFAULT, "left", new byte[] {1});
    }
    startAgent().close();

    try (Engine engine = open()) {
      assertThat(engine.secrets().tenants()).isEmpty();
    }
    agent = startAgent();
  }

  @Test
  void takesNoImageFromWhereTheOwnerBlocksIt() throws Exception {
    agent.close();
    owner("{\"registries\": [{\"prefix\": \"registry.example\", \"blocked\": true}]}");
    agent = startAgent();
    ContainerSpec spec = ContainerSpec.builder("registry.example/app:1").build();
    controlPlane.tell(
        WatchEvent.Type.LIST,
        List.of(goal(Goal.RUNNING).spec(spec).launch(1).generation(1).build()));

    ContainerStatus status = controlPlane.awaitStatus(id(1), seen -> seen.failure() != null);

    assertThat(status.failure()).extracting("code").isEqualTo(ErrorCode.POLICY_DENIED);
  }

  @Test
  void doesNotStartWithRulesOfRegistriesItCannotRead() throws Exception {
    agent.close();
    owner("{\"registries\": [{\"prefix\": \"registry.example\", \"mirror\": []}]}");

    assertThatThrownBy(this::startAgent)
        .isInstanceOf(GantryException.class)
        .hasMessageContainingAll("registries.json", "line 1", "registries[0].mirror");

    owner("{}");
    agent = startAgent();
  }

  private void owner(String rules) throws IOException {
    Files.writeString(directories.home.resolve("registries.json"), rules);
  }

  @Test
  void leavesARunningContainerAloneWhenItIsStartedAgain() throws Exception {
    controlPlane.tell(WatchEvent.Type.LIST, List.of(running("exec sleep 1000", 1, 1)));
    controlPlane.awaitStatus(id(1), seen -> seen.state() == ContainerState.RUNNING);

    agent.close();
    controlPlane.forgetReports();
    agent = startAgent();
    controlPlane.tell(WatchEvent.Type.LIST, List.of(running("exec sleep 1000", 1, 2)));

    ContainerStatus status = controlPlane.awaitStatus(id(1), seen -> seen.generation() == 2);
    assertThat(status.run()).isEqualTo(1);
    assertThat(status.state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void reportsAnEndThatCameWhileItWasAway() throws Exception {
    controlPlane.tell(
        WatchEvent.Type.LIST,
        List.of(running("trap 'exit 7' TERM; while true; do sleep 0.1; done", 1, 1)));
    controlPlane.awaitStatus(id(1), seen -> seen.state() == ContainerState.RUNNING);
    agent.close();
    int pid;
    try (Engine engine = open()) {
      pid = engine.inspect(id(1)).pid().orElseThrow();
    }
    ProcessHandle.of(pid).orElseThrow().destroy();

    agent = startAgent();

    assertThat(controlPlane.awaitExit(id(1), 1).code()).isEqualTo(7);
  }

  @Test
  void stopsAndRemovesWhatItIsToldTo() throws InterruptedException {
    controlPlane.tell(WatchEvent.Type.LIST, List.of(running("exec sleep 1000", 1, 1)));
    controlPlane.awaitStatus(id(1), seen -> seen.state() == ContainerState.RUNNING);

    controlPlane.tell(
        WatchEvent.Type.CHANGED,
        List.of(
            Assignments.goal(Goal.REMOVED)
                .spec(shell("exec sleep 1000"))
                .launch(1)
                .generation(2)
                .force()
                .build()));

    ContainerStatus status = controlPlane.awaitStatus(id(1), ContainerStatus::removed);
    assertThat(status.removed()).isTrue();
    assertThat(controlPlane.awaitExit(id(1), 1).requestedBy()).isEqualTo("ann");
  }

  @Test
  void removesNothingForAnEmptyList() throws InterruptedException {
    controlPlane.tell(WatchEvent.Type.LIST, List.of(running("exec sleep 1000", 1, 1)));
    controlPlane.awaitStatus(id(1), seen -> seen.state() == ContainerState.RUNNING);

    controlPlane.tell(WatchEvent.Type.LIST, List.of());
    controlPlane.tell(WatchEvent.Type.CHANGED, List.of(running("exec sleep 1000", 1, 2)));

    ContainerStatus status = controlPlane.awaitStatus(id(1), seen -> seen.generation() == 2);
    assertThat(status.state()).isEqualTo(ContainerState.RUNNING);
    assertThat(status.run()).isEqualTo(1);
  }

  @Test
  void saysWhyAnAssignmentIsNotReached() throws InterruptedException {
    Assignment missing =
        goal(Goal.RUNNING)
            .spec(
                shell("true").toBuilder()
                    .network(NetworkSpec.of(NetworkSpec.Mode.HOST))
                    .runTimeout(Duration.ofSeconds(5))
                    .build())
            .launch(1)
            .build();

    controlPlane.tell(WatchEvent.Type.LIST, List.of(missing));

    ContainerStatus status =
        controlPlane.awaitStatus(id(1), seen -> seen.failure() != null && seen.generation() == 1);
    assertThat(status.failure()).extracting("code").isEqualTo(ErrorCode.POLICY_DENIED);
  }
}
