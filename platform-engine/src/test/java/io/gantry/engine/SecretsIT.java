package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.SecretSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.exec.ExecSession;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.exec.OutputChunk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real containers see of secrets, and what nobody else does. */
@Timeout(60)
@RequiresHost({"root", "runc", "conmon", "busybox"})
class SecretsIT {
  private static final String DATA = "pa55-of-the-test";

  private Path directory;
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    engine = Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
    Busybox.importInto(engine.images());
    create("token", DATA);
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  private void create(String name, String data) {
    var unused =
        engine.secrets().create(TenantId.DEFAULT, name, data.getBytes(StandardCharsets.UTF_8));
  }

  private ContainerId container(SecretSpec... secrets) {
    ContainerId id = ContainerId.random(new SecureRandom());
    engine.create(
        TenantId.DEFAULT,
        id,
        "c" + id.shortId(),
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .command("sleep", "1000")
            .secrets(secrets)
            .build());
    return id;
  }

  private String output(ContainerId id, String script) throws InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (ExecSession session = engine.exec(id, ExecSpec.of("sh", "-c", script))) {
      Optional<OutputChunk> chunk = session.streams().read();
      while (chunk.isPresent()) {
        output.writeBytes(chunk.get().bytes());
        chunk = session.streams().read();
      }
    }
    return output.toString(StandardCharsets.UTF_8);
  }

  @Test
  @Rule({"SECRETS-1", "SECRETS-2", "SECRETS-3", "SECRETS-4", "SECRETS-6"})
  void areFilesWithOwnerAndMode() throws Exception {
    ContainerId id =
        container(
            SecretSpec.mounted("token"),
            new SecretSpec("token", null, "named", 7, 8, "0440"),
            new SecretSpec("token", null, "/data/apart", 0, 0, "0400"));
    engine.secrets().remove(TenantId.DEFAULT, "token");
    create("token", "changed since");
    engine.start(id);

    assertThat(output(id, "ls -ln /run/secrets /data/apart | grep -v total; ls -ldn /run/secrets"))
        .contains("-r--r--r--    1 0        0 ")
        .contains("-r--r-----    1 7        8 ")
        .contains("-r--------    1 0        0 ")
        .contains("drwxr-xr-x    2 0        0 ");
    assertThat(output(id, "cat /run/secrets/token /run/secrets/named /data/apart"))
        .isEqualTo(DATA.repeat(3));
  }

  @Test
  @Rule("SECRETS-5")
  void areVariablesOfEveryProcess() throws Exception {
    ContainerId id = container(SecretSpec.variable("token", "TOKEN"));
    engine.start(id);

    assertThat(output(id, "echo $TOKEN; cat /proc/1/environ"))
        .containsSequence(DATA, "\n")
        .contains("TOKEN=" + DATA);
    assertThat(output(id, "echo $TOKEN")).isEqualTo(DATA + "\n");
  }

  @Test
  @Rule({"SECRETS-1", "SECRETS-5"})
  void areNowhereToBeRead() throws Exception {
    ContainerId id = container(SecretSpec.mounted("token"), SecretSpec.variable("token", "TOKEN"));
    engine.start(id);
    assertThat(output(id, "echo $TOKEN")).isEqualTo(DATA + "\n");

    assertThat(filesWith(directory.resolve("home"))).isEmpty();
    assertThat(filesWith(directory.resolve("run")))
        .allMatch(file -> file.toString().endsWith("/run/secrets/token"));
    Path spec = engine.inspect(id).config().staticDir().resolve("config.json");
    assertThat(spec).isRegularFile();
    assertThat(Files.isSymbolicLink(spec)).isFalse();
    assertThat(engine.inspect(id).toString()).doesNotContain(DATA);
    assertThat(engine.outbox().read(0, 1_000).toString()).doesNotContain(DATA);
    assertThat(engine.secrets().list(TenantId.DEFAULT).toString()).doesNotContain(DATA);
    assertThat(Files.getPosixFilePermissions(directory.resolve("home/secret.key"))).hasSize(2);
    assertThat(Files.getPosixFilePermissions(engine.inspect(id).config().runDir().resolve("run")))
        .hasSize(3);
  }

  private static List<Path> filesWith(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).filter(SecretsIT::holdsData).toList();
    }
  }

  private static boolean holdsData(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(DATA);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Rule({"SECRETS-1", "SECRETS-3"})
  void mustExistAndHavePlainNames() {
    assertRefused(ErrorCode.NOT_FOUND, () -> container(SecretSpec.mounted("missing")));
    assertThat(engine.list()).isEmpty();
    assertRefused(ErrorCode.NAME_DUPLICATE, () -> create("token", "again"));
    for (String name : List.of("", ".", "..", "a/b", "a\0", "a\n")) {
      assertRefused(ErrorCode.INVALID_ARGUMENT, () -> create(name, "x"));
      assertThatThrownBy(() -> SecretSpec.mounted(name))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String target : List.of("../x", "/a/../x", "a/b", "/x/")) {
      assertThatThrownBy(() -> new SecretSpec("token", null, target, 0, 0, null))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @Rule({"SECRETS-3", "SECRETS-5"})
  void areNotQuotedInFailures() {
    create("binary", "x\0" + DATA);
    ContainerId id = container(SecretSpec.variable("binary", "BINARY"));

    assertThatThrownBy(() -> engine.start(id))
        .isInstanceOf(GantryException.class)
        .hasMessageNotContaining(DATA);
  }

  private static void assertRefused(ErrorCode code, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
