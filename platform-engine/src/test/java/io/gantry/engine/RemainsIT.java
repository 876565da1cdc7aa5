package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing that a broken engine could leave is planted, and found. */
@RequiresHost({"root", "runc", "conmon", "netavark", "iptables", "busybox"})
class RemainsIT {
  private static final String ID = "ab".repeat(32);

  private Path directory;

  @BeforeEach
  void openOnce(@TempDir Path temporary) throws IOException {
    directory = temporary.toRealPath();
    try (Engine engine = Engine.open(EngineConfig.of(home(), directory.resolve("run")))) {
      engine.purge();
    }
    assertThat(Remains.in(directory)).isEmpty();
  }

  @AfterEach
  void nothingIsLeftOfThis() {
    Eventually.until("nothing left", () -> Remains.in(directory).isEmpty());
  }

  private Path home() {
    return directory.resolve("home");
  }

  /** Makes and removes it by commands of a shell in the engine's directory. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mount    | mkdir m && mount -t tmpfs none m                           | umount m
          mount    | touch run/n && unshare --net=run/n true                    | umount run/n
          file     | mkdir -p run/netns && touch run/netns/$ID                  | rm run/netns/$ID
          file     | mkdir home/containers/$ID                                  | rmdir home/containers/$ID
          file     | mkdir home/storage/$ID                                     | rmdir home/storage/$ID
          file     | mkdir -p home/imports/$ID                                  | rmdir home/imports/$ID
          file     | mkdir run/containers/$ID                                   | rmdir run/containers/$ID
          file     | echo 0 > run/exits/$ID                                     | rm run/exits/$ID
          file     | mkdir run/runc/$ID                                         | rmdir run/runc/$ID
          link     | ip link add gt$MARK-1 type bridge                          | ip link del gt$MARK-1
          rule     | iptables -w -t nat -N $CHAIN                               | iptables -w -t nat -X $CHAIN
          cgroup   | mkdir -p $CGROUP/gantry-$ID                                | rmdir $CGROUP/gantry-$ID $CGROUP
          cgroup   | mkdir -p $CGROUP/gantry-pod-$ID                            | rmdir $CGROUP/gantry-pod-$ID $CGROUP
          """)
  void nameWhatIsLeft(String kind, String make, String remove) throws Exception {
    shell(make);
    try {
      assertThat(Remains.in(directory)).singleElement().asString().startsWith(kind + " ");
    } finally {
      shell(remove);
    }
  }

  private void shell(String script) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-ec", script)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    String mark = new RemainingRows(directory).mark().orElseThrow();
    builder.environment().put("ID", ID);
    builder.environment().put("MARK", mark);
    builder.environment().put("CHAIN", new RemainingNetworks(mark).chain(1));
    builder.environment().put("CGROUP", cgroup().toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** The group above the engine's containers, in one hierarchy if there are several. */
  private Path cgroup() {
    Path root = Path.of("/sys/fs/cgroup");
    Path hierarchy = Files.exists(root.resolve("pids")) ? root.resolve("pids") : root;
    String parent = EngineConfig.of(home(), directory.resolve("run")).cgroupParent();
    return hierarchy.resolve(parent.substring(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exec tail -f "$PWD/lock"
          mkdir l u w m; cp /bin/busybox l; mount -t overlay -o lowerdir=$PWD/l,upperdir=$PWD/u,\
          workdir=$PWD/w none m; cd m; mkdir old; pivot_root . old; exec /busybox sleep 1000
          """)
  void nameProcesses(String script) throws Exception {
    Process process =
        new ProcessBuilder("unshare", "--mount", "sh", "-ec", script)
            .directory(home().toFile())
            .start();
    try {
      Eventually.until(
          "a process",
          () ->
              Remains.in(directory).stream()
                  .anyMatch(line -> line.startsWith("process " + process.pid() + ": ")));
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  static Stream<String> tables() {
    return Stream.concat(RemainingRows.IN_STORE.stream(), RemainingRows.OF_NETWORKS.stream());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void nameRows(String table) throws SQLException {
    String file =
        RemainingRows.IN_STORE.contains(table) ? "home/db/engine.sqlite" : "run/network.sqlite";
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(file));
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO %s VALUES (%s)".formatted(table, ones(statement, table)));

      assertThat(Remains.in(directory)).containsExactly("rows of " + table + ": 1");

      statement.execute("DELETE FROM " + table);
    }
  }

  /** A value for each column. */
  private static String ones(Statement statement, String table) throws SQLException {
    try (ResultSet columns =
        statement.executeQuery("SELECT count(*) FROM pragma_table_info('" + table + "')")) {
      return String.join(", ", Collections.nCopies(columns.getInt(1), "1"));
    }
  }
}
