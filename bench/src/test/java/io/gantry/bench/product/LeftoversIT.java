package io.gantry.bench.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each thing that a broken product could leave is planted, and found; others may be there too. */
@RequiresHost({"root", "iptables"})
class LeftoversIT {
  private final Path directory;

  LeftoversIT(@TempDir Path temporary) throws IOException {
    directory = temporary.toRealPath();
  }

  /** Makes and removes it by commands of a shell in a directory of its own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mount $PWD/m       | mkdir m && mount -t tmpfs none m               | umount m
          mount $PWD/n       | touch n && unshare --net=n true                | umount n
          cgroup $CGROUP     | mkdir $CGROUP                                  | rmdir $CGROUP
          chain $CHAIN       | iptables -w -t nat -N $CHAIN                   | iptables -w -t nat -X $CHAIN
          chain $CHAIN       | iptables -w -N $CHAIN                          | iptables -w -X $CHAIN
          rule -A $CHAIN -j RETURN | iptables -w -N $CHAIN; iptables -w -A $CHAIN -j RETURN | \
          iptables -w -F $CHAIN; iptables -w -X $CHAIN
          link $LINK         | ip link add $LINK type bridge                  | ip link del $LINK
          """)
  void nameWhatIsLeft(String name, String make, String remove) throws Exception {
    String expected = shell("echo " + name);
    Leftovers leftovers = Leftovers.watch();
    assertThat(leftovers.found()).doesNotContain(expected);

    shell(make);
    try {
      assertThat(leftovers.found()).contains(expected);
    } finally {
      shell(remove);
    }
    assertThat(leftovers.found()).doesNotContain(expected);
  }

  @ParameterizedTest
  @CsvSource({"conmon", "runc", "netavark", "aardvark-dns"})
  void nameAProcessOfEachTool(String program) throws Exception {
    Path copy = Files.copy(Path.of("/bin/sleep"), directory.resolve(program));
    Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(Path.of("/bin/sleep")));
    Leftovers leftovers = Leftovers.watch();

    Process process = new ProcessBuilder(copy.toString(), "1000").start();
    try {
      assertThat(leftovers.found())
          .anyMatch(line -> line.startsWith("process ") && line.contains(copy.toString()));
    } finally {
      end(process);
    }
  }

  @Test
  void nameFilesAndProcessesOfTheInstallation() throws Exception {
    Installation installation = new Installation(directory, directory.resolve("home"));
    Leftovers leftovers = Leftovers.watch();
    Files.createDirectory(installation.home());
    Files.createDirectory(installation.runDirectory());

    Process process =
        new ProcessBuilder("sh", "-c", "sleep 1000; true", installation.home().toString()).start();
    try {
      assertThat(leftovers.of(installation))
          .contains("file " + installation.home(), "file " + installation.runDirectory())
          .anyMatch(line -> line.contains("pid=" + process.pid()));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      end(process);
      Files.delete(installation.runDirectory());
    }
  }

  private static void end(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  private String shell(String script) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-ec", script)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    String unique = Long.toString(ProcessHandle.current().pid());
    Path cgroups = Path.of("/sys/fs/cgroup");
    Path hierarchy = Files.exists(cgroups.resolve("pids")) ? cgroups.resolve("pids") : cgroups;
    builder.environment().put("CHAIN", "LEFT-" + unique);
    builder.environment().put("LINK", "left" + unique);
    builder.environment().put("CGROUP", hierarchy.resolve("gantry-left-" + unique).toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }
}
