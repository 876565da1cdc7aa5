package io.gantry.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants one leak of each kind beside an engine, and sees it found. */
@RequiresHost({"root", "runc", "conmon", "unshare"})
class LeakCheckIT {
  private static final int MANY = 100;
  private static final int MEBIBYTE = 1 << 20;

  private final SecureRandom random = new SecureRandom();
  private final Path directory;
  private final Premises premises;
  private Engine engine;

  LeakCheckIT(@TempDir Path temporary) throws IOException {
    directory = temporary.toRealPath();
    EngineConfig config = EngineConfig.of(directory.resolve("home"), directory.resolve("run"));
    premises = Premises.of(config);
    engine = Engine.open(config);
  }

  @BeforeEach
  void warmUp() throws IOException, InterruptedException {
    var unused = new Rest(premises).reached();
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
  }

  /** What one more thing of some kind changes, while it is there. */
  private List<String> leaksWith(Closeable planting, Picture before) throws IOException {
    try (planting) {
      return new LeakCheck(1, 1).leaks(before, Picture.of(premises));
    }
  }

  private Picture picture() throws IOException {
    return Picture.of(premises);
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as(said).isZero();
  }

  @Test
  void findsNothingWhereNothingIs() throws IOException {
    Picture before = picture();

    assertThat(leaksWith(() -> {}, before)).isEmpty();
  }

  @Test
  void findsADescriptor() throws IOException {
    Picture before = picture();
    InputStream open = Files.newInputStream(Path.of("/etc/passwd"));

    assertThat(leaksWith(open, before)).singleElement().asString().startsWith("descriptor /etc/");
  }

  @Test
  void findsAThread() throws IOException {
    Picture before = picture();
    CountDownLatch end = new CountDownLatch(1);
    Thread thread = Thread.ofPlatform().name("forgotten-7").start(() -> awaitQuietly(end));

    assertThat(leaksWith(end::countDown, before))
        .containsExactly("thread forgotten-#: 1, before 0");
    assertThat(thread).isNotNull();
  }

  private static void awaitQuietly(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void findsAMount() throws IOException {
    Path target = directory.resolve("run").toAbsolutePath();
    Picture before = picture();
    run("mount", "-t", "tmpfs", "none", target.resolve("exits").toString());

    assertThat(leaksWith(() -> run("umount", target.resolve("exits").toString()), before))
        .containsExactly("mount RUN/exits: 1, before 0");
  }

  @Test
  void findsANetworkNamespace() throws IOException {
    Path file = Files.createFile(directory.resolve("run").resolve("kept"));
    Picture before = picture();
    run("unshare", "--net=" + file, "true");

    assertThat(leaksWith(() -> run("umount", file.toString()), before))
        .containsExactly("namespace RUN/kept: 1, before 0");
  }

  @Test
  void findsACgroup() throws IOException {
    Picture before = picture();
    Path hierarchy;
    try (Stream<Path> hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
      hierarchy =
          hierarchies
              .filter(path -> Files.exists(path.resolve("cgroup.procs")))
              .findFirst()
              .orElse(Path.of("/sys/fs/cgroup"));
    }
    Path group = Path.of(hierarchy + premises.cgroupParent());
    run("mkdir", group.toString());

    assertThat(leaksWith(() -> run("rmdir", group.toString()), before))
        .singleElement()
        .asString()
        .startsWith("cgroup /sys/fs/cgroup");
  }

  /** In a store of its own, since nobody but the engine writes to the engine's. */
  @Test
  void findsARow() throws IOException {
    sql("CREATE TABLE lease (address INTEGER)");
    Picture before = picture();
    sql("INSERT INTO lease VALUES (2)");

    assertThat(leaksWith(() -> sql("DELETE FROM lease"), before))
        .singleElement()
        .asString()
        .startsWith("row lease: ");
  }

  private void sql(String statement) throws IOException {
    Path store = directory.resolve("home/planted.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement change = connection.createStatement()) {
      change.execute(statement);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @Test
  void findsAFile() throws IOException {
    Picture before = picture();
    Path file =
        Files.createFile(directory.resolve("home/containers/" + ContainerId.random(random)));

    assertThat(leaksWith(() -> Files.delete(file), before))
        .containsExactly("file HOME/containers/ID: 1, before 0");
  }

  @Test
  void findsAProcess() throws IOException {
    Picture before = picture();
    Process process =
        new ProcessBuilder("sh", "-c", "sleep 100; :", directory.resolve("run").toString()).start();

    assertThat(
            leaksWith(
                () -> {
                  process.descendants().forEach(ProcessHandle::destroyForcibly);
                  process.destroyForcibly().onExit().join();
                },
                before))
        .contains("process sh: 1, before 0", "child: 1, before 0");
  }

  @Test
  void findsObjects() throws IOException {
    Picture before = picture();
    List<ContainerId> kept = Stream.generate(() -> ContainerId.random(random)).limit(MANY).toList();

    assertThat(leaksWith(() -> {}, before))
        .singleElement()
        .asString()
        .startsWith("object " + ContainerId.class.getName());
    assertThat(kept).hasSize(MANY);
  }

  @Test
  void findsMemory() {
    long base = 20L * MEBIBYTE;

    assertThat(LeakCheck.ofMemory(List.of(base, base + MEBIBYTE, base))).isEmpty();
    assertThat(LeakCheck.ofMemory(List.of(base, base + MEBIBYTE, base + 5 * MEBIBYTE))).hasSize(1);
  }
}
