package io.gantry.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.IoLimits;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.Resources.Ulimit;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.MultiplexedStream;
import io.gantry.api.resource.CreateContainer;
import io.gantry.ctl.client.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunTest {
  private static final String CONTAINER = "/containers/" + Answers.ID;

  private FakeControlPlane server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeControlPlane();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void prepareEnd(int code) {
    server
        .on("POST /containers", Answers.container("pending", 0))
        .on("GET " + CONTAINER, Answers.container("pending", 0))
        .on("GET " + CONTAINER, Answers.container("running", 1))
        .on(
            "GET " + CONTAINER + "/logs",
            200,
            MultiplexedStream.MEDIA_TYPE,
            Answers.frames("hello\n", "careful\n"))
        .on("GET " + CONTAINER + "/wait", Answers.exit(code));
  }

  @Test
  void showsBothStreamsAndEndsAsTheContainerDoes() {
    prepareEnd(42);

    Call call = Call.of(server, "run", "demo/busybox:latest", "--", "sh", "-c", "exit 42");

    assertThat(call).isEqualTo(new Call(42, "hello\n", "careful\n"));
    assertThat(sent().spec().command()).containsExactly("sh", "-c", "exit 42");
    assertThat(sent().start()).isTrue();
  }

  @Test
  void whatStandsBehindTheImageBelongsToTheContainer() {
    prepareEnd(0);

    Call.of(server, "run", "busybox", "ls", "-l", "--json", "--name", "x");

    assertThat(sent().spec().command()).containsExactly("ls", "-l", "--json", "--name", "x");
    assertThat(sent().spec().name()).isNull();
  }

  @Test
  void everyOptionReachesTheSpec() {
    prepareEnd(0);

    Call.of(
        server,
        "run",
        "--name",
        "web",
        "-e",
        "A=1",
        "-v",
        "data:/data:ro",
        "-p",
        "127.0.0.1:8080:80",
        "--blkio-weight",
        "200",
        "--device-write-bps",
        "/dev/vda=1m",
        "--device-read-iops",
        "/dev/vda=100",
        "--memory",
        "512m",
        "--cpus",
        "1.5",
        "--restart",
        "on-failure:3",
        "--user",
        "1000:100",
        "-w",
        "/srv",
        "--entrypoint",
        "/bin/sh",
        "--network",
        "none",
        "--ulimit",
        "nofile=10:20",
        "--stop-timeout",
        "3s",
        "--cap-drop",
        "ALL",
        "busybox");

    ContainerSpec spec = sent().spec();
    assertThat(spec.name()).isEqualTo("web");
    assertThat(spec.environment()).isEqualTo(Map.of("A", "1"));
    assertThat(spec.mounts())
        .containsExactly(new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", true, null));
    assertThat(spec.network().ports())
        .containsExactly(new PortMapping("127.0.0.1", 8080, 80, PortMapping.Protocol.TCP));
    assertThat(spec.network().mode()).isEqualTo(NetworkSpec.Mode.NONE);
    assertThat(spec.resources().io())
        .isEqualTo(
            new IoLimits(
                200, List.of(new IoLimits.Device("/dev/vda", null, 1L << 20, 100L, null))));
    assertThat(spec.resources().memoryBytes()).isEqualTo(512L * 1024 * 1024);
    assertThat(spec.resources().cpus()).isEqualTo(1.5);
    assertThat(spec.resources().ulimits()).isEqualTo(Map.of("nofile", new Ulimit(10, 20)));
    assertThat(spec.restart()).isEqualTo(new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 3));
    assertThat(spec.user()).isEqualTo("1000:100");
    assertThat(spec.workingDirectory()).isEqualTo("/srv");
    assertThat(spec.entrypoint()).containsExactly("/bin/sh");
    assertThat(spec.stop().timeout()).hasSeconds(3);
    assertThat(spec.security().dropCapabilities()).containsExactly("ALL");
  }

  @Test
  void detachedPrintsTheIdOnceItRuns() {
    prepareEnd(0);

    Call call = Call.of(server, "run", "-d", "busybox");

    assertThat(call).isEqualTo(new Call(0, Answers.ID + "\n", ""));
  }

  @Test
  void removesTheContainerAfterItsOutputWasRead() {
    prepareEnd(3);
    server.on("DELETE " + CONTAINER, 202, "application/json", new byte[0]);

    Call call = Call.of(server, "run", "--rm", "busybox");

    assertThat(call.code()).isEqualTo(3);
    assertThat(sent().spec().autoRemove()).isFalse();
    assertThat(server.asked().getLast().line())
        .isEqualTo("DELETE /api/v1" + CONTAINER + "?force=true");
  }

  @Test
  void anUnknownOptionEndsWith125() {
    assertThat(Call.of(server, "run", "--no-such", "busybox").code()).isEqualTo(125);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aCommandThatIsNotThereEndsWith127() {
    server
        .on("POST /containers", Answers.container("pending", 0))
        .on("GET " + CONTAINER, Answers.notStarted(ErrorCode.RUNTIME_NOT_FOUND, "no such program"));

    Call call = Call.of(server, "run", "busybox", "nothere");

    assertThat(call.code()).isEqualTo(127);
    assertThat(call.err()).contains("no such program", "RUNTIME_NOT_FOUND");
  }

  @Test
  void aCommandThatMayNotBeRunEndsWith126() {
    server
        .on("POST /containers", Answers.container("pending", 0))
        .on("GET " + CONTAINER, Answers.container("exited", 1))
        .on("GET " + CONTAINER + "/logs", 200, MultiplexedStream.MEDIA_TYPE, new byte[0])
        .on(
            "GET " + CONTAINER + "/wait",
            Answers.exit(126, ExitCause.START_FAILED, "/etc: permission denied"));

    Call call = Call.of(server, "run", "busybox", "/etc");

    assertThat(call.code()).isEqualTo(126);
    assertThat(call.err()).contains("permission denied");
  }

  @Test
  void aRefusedCreationEndsWith125AndSaysWhyAndWhatToDo() {
    server.refuse("POST /containers", 409, Answers.problem(ErrorCode.NAME_DUPLICATE, "taken"));

    Call call = Call.of(server, "run", "--name", "web", "busybox");

    assertThat(call.code()).isEqualTo(125);
    assertThat(call.err())
        .contains("taken (NAME_DUPLICATE)", "container web", "spec.name: too long")
        .contains("choose another --name", "req-7");
  }

  @Test
  void anEndNobodySawIsNotCalledSuccess() {
    prepareEnd(-1);

    assertThat(Call.of(server, "run", "busybox").code()).isEqualTo(125);
  }

  @Test
  void aContainerRemovedMeanwhileIsLookedUpInTheLedger() {
    String gone = Answers.problem(ErrorCode.NO_SUCH_CONTAINER, "gone");
    server
        .on("POST /containers", Answers.container("pending", 0))
        .refuse("GET " + CONTAINER, 404, gone)
        .refuse("GET " + CONTAINER + "/logs", 404, gone)
        .refuse("GET " + CONTAINER + "/wait", 404, gone)
        .on("GET /exits/" + Answers.ID + "/1", Answers.ledgerRow(5));

    Call call = Call.of(server, "run", "busybox");

    assertThat(call.code()).isEqualTo(5);
  }

  private CreateContainer sent() {
    return Json.MAPPER.readValue(server.last("POST").body(), CreateContainer.class);
  }
}
