package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.example.RunOne;
import io.gantry.engine.exec.DetachKeys;
import io.gantry.engine.log.LogOptions;
import io.gantry.engine.supervisor.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine without agent and control plane. */
@Timeout(120)
@RequiresHost({"root", "runc", "conmon", "netavark", "busybox"})
class LibraryIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  private Path directory;

  @BeforeEach
  void remember(@TempDir Path temporary) {
    directory = temporary;
  }

  @Test
  void runsOneContainerOnTheStreamsOfItsProcess() throws Exception {
    Path tar = Files.write(directory.resolve("root.tar"), Busybox.tar());
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RunOne.class.getName(),
                directory.toString(),
                tar.toString(),
                "sh",
                "-c",
                "read line; echo \"$line\"; exit 42")
            .redirectOutput(output.toFile())
            .redirectInput(Files.writeString(directory.resolve("input"), "hello\n").toFile())
            .start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readAllLines(output)).contains("hello").endsWith("exit code 42");
    assertThat(Remains.in(directory)).isEmpty();
  }

  /** The page shows the program that was run above. */
  @Test
  void isDocumentedByTheExample() throws Exception {
    String source =
        Files.readString(
            Path.of("src/test/java", RunOne.class.getName().replace('.', '/') + ".java"));
    String body = source.substring(source.indexOf("public final class"));

    assertThat(Path.of("../docs/library.md")).content().contains(body);
  }

  @Test
  @Rule("ATTACH-7")
  void keepsNoLogAndNoSocketsOfAContainerOnItsOwnStreams() {
    EngineConfig config = config("one").withSupervisor(Supervisor.NONE.withStreams());
    try (Engine engine = Engine.open(config)) {
      Busybox.importInto(engine.images());
      ContainerId id = create(engine, ContainerSpec.builder(Busybox.REFERENCE).command("true"));
      engine.init(id);

      Path bundle = engine.inspect(id).config().staticDir();
      assertThat(bundle.resolve("attach")).doesNotExist();
      assertThat(bundle.resolve("ctl")).doesNotExist();
      assertRefused(
          ErrorCode.UNSUPPORTED,
          () -> {
            var unused = engine.attach(id, DetachKeys.none());
          });
      assertRefused(
          ErrorCode.NO_LOGS,
          () -> {
            var unused = engine.logs(id, LogOptions.ALL);
          });
      ContainerId terminal =
          create(engine, ContainerSpec.builder(Busybox.REFERENCE).command("true").tty(true));
      assertRefused(ErrorCode.INVALID_ARGUMENT, () -> engine.start(terminal));
      engine.purge();
    }
    assertThat(Remains.in(directory.resolve("one"))).isEmpty();
  }

  private static void assertRefused(ErrorCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void opensTwiceInOneProcess() throws Exception {
    List<String> codes = new ArrayList<>();
    try (Engine one = Engine.open(config("one"));
        Engine other = Engine.open(config("other"))) {
      for (Engine engine : List.of(one, other)) {
        Busybox.importInto(engine.images());
        ContainerId id =
            create(
                engine,
                ContainerSpec.builder(Busybox.REFERENCE)
                    .network(NetworkSpec.of(NetworkSpec.Mode.BRIDGE))
                    .command("sh", "-c", "cat; exit " + (3 + codes.size())));
        engine.start(id);
        codes.add(id + " " + engine.waitForExit(id, 1, LONG).code());
        assertThat(engine.list()).hasSize(1);
      }
      one.purge();
      assertThat(other.list()).hasSize(1);
      other.purge();
    }
    assertThat(codes).hasSize(2).allMatch(code -> code.matches(".* [34]")).doesNotHaveDuplicates();
    for (String name : List.of("one", "other")) {
      assertThat(Remains.in(directory.resolve(name))).isEmpty();
    }
  }

  private EngineConfig config(String name) {
    Path own = directory.resolve(name);
    return EngineConfig.of(own.resolve("home"), own.resolve("run"));
  }

  private static ContainerId create(Engine engine, ContainerSpec.Builder spec) {
    ContainerId id = ContainerId.random(new SecureRandom());
    var unused = engine.create(TenantId.DEFAULT, id, null, spec.build());
    return id;
  }
}
