package io.gantry.bench.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.bench.product.Installation.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product as its user gets it: from nothing to a running container and to nothing again. */
@RequiresHost({"root", "runc", "conmon", "netavark", "busybox"})
class WholePathIT {
  private static final String IMAGE = BusyboxArchive.REFERENCE;

  @Test
  void fromNothingToAnExitCodeOverACrashToNothingAgain(@TempDir Path directory)
      throws IOException, InterruptedException {
    Leftovers leftovers = Leftovers.watch();
    Installation installation = Installation.inFreshDirectory();

    try (installation) {
      installation.up();
      importImage(installation, directory);
      endsAsTheContainerDoes(installation);
      showsOutput(installation);
      runsCommandsInside(installation);
      keepsContainersOverACrashOfTheAgent(installation);
    }

    assertThat(leftovers.of(installation)).isEmpty();
  }

  private static void importImage(Installation installation, Path directory)
      throws IOException, InterruptedException {
    Path archive = BusyboxArchive.write(directory.resolve("busybox.tar"));
    assertSuccess(installation.ctl("image", "import", archive.toString(), IMAGE));
    assertThat(installation.ctl("image", "ls").output()).contains(IMAGE);
  }

  private static void endsAsTheContainerDoes(Installation installation)
      throws IOException, InterruptedException {
    Outcome run = installation.ctl("run", "--name", "answer", IMAGE, "--", "sh", "-c", "exit 42");
    Outcome exits = installation.ctl("--format", "{record.code}", "exits", "--container", "answer");

    assertThat(run.code()).as(run.output()).isEqualTo(42);
    assertThat(exits.output()).isEqualTo("42\n");
  }

  private static void showsOutput(Installation installation)
      throws IOException, InterruptedException {
    Outcome run =
        installation.ctl("run", "--rm", "-e", "WORD=hello", IMAGE, "sh", "-c", "echo $WORD");

    assertThat(run).isEqualTo(new Outcome(0, "hello\n"));
    assertThat(installation.ctl("ps", "--all", "--format", "{name}").output())
        .isEqualTo("answer\n");
  }

  private static void runsCommandsInside(Installation installation)
      throws IOException, InterruptedException {
    assertSuccess(
        installation.ctl(
            "run", "-d", "--name", "long", "--network", "none", IMAGE, "sleep", "900"));

    Outcome inside = installation.ctl("exec", "long", "--", "sh", "-c", "echo in; exit 7");

    assertThat(inside).isEqualTo(new Outcome(7, "in\n"));
  }

  private static void keepsContainersOverACrashOfTheAgent(Installation installation)
      throws IOException, InterruptedException {
    long before = sleepingProcess();

    assertThat(installation.kill("agent")).isTrue();
    installation.up();

    assertThat(sleepingProcess()).isEqualTo(before);
    assertThat(installation.ctl("ps", "--format", "{name} {status.state}").output())
        .isEqualTo("long running\n");
    assertSuccess(installation.ctl("stop", "--time", "0", "long"));
    assertThat(
            installation
                .ctl("--format", "{record.code} {record.cause}", "exits", "--container", "long")
                .output())
        .isEqualTo("137 REQUESTED\n");
  }

  private static long sleepingProcess() throws IOException {
    return HostProcess.all().stream()
        .filter(process -> process.command().containsAll(List.of("sleep", "900")))
        .findFirst()
        .orElseThrow()
        .pid();
  }

  private static void assertSuccess(Outcome outcome) {
    assertThat(outcome.code()).as(outcome.output()).isZero();
  }
}
