package io.gantry.bench.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.resource.StatsResource;
import io.gantry.api.testing.RequiresHost;
import io.gantry.bench.product.Installation.Outcome;
import io.gantry.ctl.client.ApiPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What users do besides running a container, the whole way through the packaged product. */
@RequiresHost({"root", "runc", "conmon", "netavark", "busybox", "docker-registry", "script"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserPathsIT {
  private static final String IMAGE = BusyboxArchive.REFERENCE;

  /** The size of the terminal follows the start of the command. */
  private static final String SIZE_OF_33 =
      "until busybox stty size | busybox grep -q 33; do :; done; busybox stty size; exit 3";

  private static final String COUNT_RUNS =
      "echo >> /runs; echo run $(wc -l < /runs); exec sleep 900";

  private static final String[] LOGIN = {"login", "--password-stdin"};
  private static final String[] FIRST_LOGIN = {"login", "--password-stdin", "--change-password"};

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

  @AfterEach
  void removeTheContainer() throws IOException, InterruptedException {
    installation.ctl("rm", "--force", "long");
  }

  @Test
  void carriesDataFromOneContainerToAnotherInAVolume() throws IOException, InterruptedException {
    succeed("volume", "create", "data");

    succeed(
        "run",
        "--rm",
        "--network",
        "none",
        "-v",
        "data:/data",
        IMAGE,
        "sh",
        "-c",
        "echo kept > /data/file");
    Outcome read =
        installation.ctl(
            "run", "--rm", "--network", "none", "-v", "data:/data", IMAGE, "cat", "/data/file");

    assertThat(read).isEqualTo(new Outcome(0, "kept\n"));
    assertThat(succeed("volume", "ls").output()).contains("data");
    succeed("volume", "rm", "data");
    assertThat(succeed("volume", "ls").output()).doesNotContain("data");
  }

  @Test
  void bringsAnImageToARegistryAndBack(@TempDir Path directory)
      throws IOException, InterruptedException {
    try (RegistryProcess registry = RegistryProcess.start(directory)) {
      String name = registry.address() + "/demo/busybox:1";
      succeed("image", "tag", IMAGE, name);
      succeed("image", "push", name);
      succeed("image", "rm", name);

      succeed("image", "pull", name);

      assertThat(installation.ctl("run", "--rm", "--network", "none", name, "echo", "from afar"))
          .isEqualTo(new Outcome(0, "from afar\n"));
    }
  }

  @Test
  void givesAContainerASecret(@TempDir Path directory) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("token"), "open sesame");
    succeed("secret", "create", "token", file.toString());

    Outcome read =
        installation.ctl(
            "run",
            "--rm",
            "--network",
            "none",
            "--secret",
            "token",
            "--secret",
            "token,type=env,target=TOKEN",
            IMAGE,
            "sh",
            "-c",
            "cat /run/secrets/token; echo \", $TOKEN\"");

    assertThat(read).isEqualTo(new Outcome(0, "open sesame, open sesame\n"));
    assertThat(succeed("secret", "ls").output()).contains("token").doesNotContain("sesame");
    succeed("secret", "rm", "token");
  }

  @Test
  void loadsWhatWasSaved(@TempDir Path directory) throws IOException, InterruptedException {
    String archive = directory.resolve("saved.tar").toString();
    succeed("image", "tag", IMAGE, "saved:1");
    succeed("image", "save", "-o", archive, "saved:1");
    succeed("image", "rm", "saved:1");

    succeed("image", "load", archive);

    assertThat(succeed("image", "ls").output()).contains("saved:1");
  }

  @Test
  void runsAnImportedImageAsItSays(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path archive = BusyboxArchive.write(directory.resolve("busybox.tar"));
    succeed(
        "image",
        "import",
        "--entrypoint",
        "sh",
        "--entrypoint",
        "-c",
        "-e",
        "WHO=world",
        "-w",
        "/tmp",
        "-u",
        "web",
        archive.toString(),
        "self:1",
        "--",
        "echo $WHO $(pwd) $(id -un)");

    assertThat(installation.ctl("run", "--rm", "--network", "none", "self:1"))
        .isEqualTo(new Outcome(0, "world /tmp web\n"));
  }

  @Test
  void givesACommandTheTerminalOfItsCaller() throws IOException, InterruptedException {
    startLong();

    Outcome outcome =
        new TerminalCall(installation, "exec", "-it", "long", "--", "sh", "-c", SIZE_OF_33).run();

    assertThat(outcome.output()).contains("33 99");
    assertThat(outcome.code()).isEqualTo(3);
  }

  /** Its first words come before anybody could attach to what runs. */
  @Test
  void missesNothingOfAContainerOnTheCallersTerminal() throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      Outcome outcome =
          new TerminalCall(
                  installation,
                  "run",
                  "-t",
                  "--rm",
                  "--network",
                  "none",
                  IMAGE,
                  "sh",
                  "-c",
                  "echo first; sleep 1; echo last; exit 4")
              .run();

      assertThat(outcome.output().lines().filter(line -> !line.isEmpty()))
          .containsExactly("first", "last");
      assertThat(outcome.code()).isEqualTo(4);
    }
  }

  @Test
  void passesInputToAContainerFromItsBeginning() throws IOException, InterruptedException {
    try (CtlProcess run =
        CtlProcess.signedIn(
                installation,
                "run",
                "-i",
                "--rm",
                "--network",
                "none",
                IMAGE,
                "sh",
                "-c",
                "echo first; sleep 1; cat; exit 5")
            .typing("typed\n")) {
      assertThat(run.end()).isEqualTo(new Outcome(5, "first\ntyped\n"));
    }
  }

  @Test
  void endsWith127OnTheCallersTerminalForACommandThatDoesNotExist()
      throws IOException, InterruptedException {
    Outcome outcome =
        new TerminalCall(installation, "run", "-t", "--rm", "--network", "none", IMAGE, "nothing")
            .run();

    assertThat(outcome.code()).isEqualTo(127);
    assertThat(outcome.output()).contains("nothing");
  }

  @Test
  void tellsWhatAContainerUses() throws IOException, InterruptedException {
    startLong();

    StatsResource stats =
        installation
            .controlPlane()
            .get(ApiPath.of("containers", "long", "stats"), StatsResource.class);

    assertThat(stats.pids()).isEqualTo(1);
    assertThat(stats.memoryBytes()).isPositive();
    assertThat(succeed("stats", "long").output()).contains(stats.container().shortId());
  }

  @Test
  void followsALogToTheEndOfItsRunAndShowsTheNextOneToWhoComesAgain()
      throws IOException, InterruptedException {
    succeed("run", "-d", "--name", "long", "--network", "none", IMAGE, "sh", "-c", COUNT_RUNS);

    try (CtlProcess first = CtlProcess.signedIn(installation, "logs", "-f", "long")) {
      assertThat(first.line()).isEqualTo("run 1");
      succeed("restart", "--time", "0", "long");
      assertThat(first.end()).isEqualTo(new Outcome(0, ""));
    }

    try (CtlProcess second = CtlProcess.signedIn(installation, "logs", "-f", "long")) {
      assertThat(second.line()).isEqualTo("run 1");
      assertThat(second.line()).isEqualTo("run 2");
      succeed("stop", "--time", "0", "long");
      assertThat(second.end()).isEqualTo(new Outcome(0, ""));
    }
  }

  @Test
  void keepsASignInForTheNextCommand(@TempDir Path user) throws IOException, InterruptedException {
    Outcome before = asUser(user, "", "ps");
    Outcome signedIn =
        asUser(user, installation.password() + "\nmy own long password\n", FIRST_LOGIN);
    Outcome after = asUser(user, "", "ps", "--all");

    assertThat(before.code()).isEqualTo(1);
    assertThat(before.output()).contains("gantryctl login");
    Path kept = user.resolve(".config/gantry/login.json");
    assertThat(signedIn.output()).contains("signed in as admin").contains(kept.toString());
    assertThat(signedIn.code()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
    assertThat(after.output()).contains("CONTAINER ID");
    assertThat(after.code()).isZero();
  }

  @Test
  void refusesAWrongPasswordAndKeepsNothing(@TempDir Path user)
      throws IOException, InterruptedException {
    Outcome refused = asUser(user, "not the password\n", LOGIN);

    assertThat(refused.output()).contains("name or password is wrong");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(user.resolve(".config")).doesNotExist();
  }

  private Outcome asUser(Path user, String input, String... arguments)
      throws IOException, InterruptedException {
    try (CtlProcess command = CtlProcess.of(user, installation, arguments).typing(input)) {
      return command.end();
    }
  }

  private void startLong() throws IOException, InterruptedException {
    succeed("run", "-d", "--name", "long", "--network", "none", IMAGE, "sleep", "900");
  }

  private Outcome succeed(String... arguments) throws IOException, InterruptedException {
    Outcome outcome = installation.ctl(arguments);
    assertThat(outcome.code()).as(outcome.output()).isZero();
    return outcome;
  }
}
