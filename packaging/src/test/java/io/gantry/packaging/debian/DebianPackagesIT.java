package io.gantry.packaging.debian;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Eventually;
import io.gantry.packaging.Health;
import io.gantry.packaging.Outcome;
import io.gantry.persistence.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages in the hands of dpkg, in a copy of this host. */
@RequiresHost({"root", "dpkg", "dpkg-deb", "runc", "conmon", "netavark", "iptables"})
class DebianPackagesIT {
  private static final String CONTROL_PLANE = "gantry-control-plane";
  private static final String SECRETS = "/etc/gantry/secrets";

  private static Path directory;

  private HostCopy host;
  private List<String> before;

  @BeforeAll
  static void build(@TempDir Path temporary) throws IOException, InterruptedException {
    directory = temporary;
    Packages.build(directory);
    JavaPackage.write(directory);
  }

  @BeforeEach
  void copyTheHost() throws IOException, InterruptedException {
    host = HostCopy.with(directory);
    host.run("dpkg", "--install", "/mnt/jdk-of-this-host.deb").successfully();
    before = host.changes();
    install();
  }

  @AfterEach
  void forgetTheCopy() {
    host.close();
  }

  @Test
  void leaveNothingWhenPurged() throws IOException, InterruptedException {
    host.shell("mkdir -p /var/lib/gantry/agent/db && touch /var/lib/gantry/agent/db/state")
        .successfully();
    host.shell("touch /etc/gantry/enrolment " + SECRETS + "/GANTRY_DB_PASSWORD").successfully();

    dpkg("--purge");

    assertThat(host.changes()).isEqualTo(before);
    assertThat(host.shell("ls -d /etc/gantry /var/lib/gantry/agent").code()).isNotZero();
    assertThat(host.run("getent", "passwd", "gantry").code()).isNotZero();
  }

  @Test
  void keepDataSecretsAndSettingsWhenRemovedAndInstalledAgain()
      throws IOException, InterruptedException {
    host.shell(
            """
            mkdir -p /var/lib/gantry/agent && echo key >/var/lib/gantry/agent/node.key
            echo secret >/etc/gantry/secrets/GANTRY_DB_PASSWORD && chmod 700 /etc/gantry/secrets
            echo GANTRY_SERVER=https://gantry.example.org >>/etc/gantry/agent.env
            """)
        .successfully();
    String key = host.shell("cat " + SECRETS + "/GANTRY_SECRETS_KEYS").output();

    dpkg("--remove");
    install();
    install();

    assertThat(host.shell("cat /var/lib/gantry/agent/node.key").output()).isEqualTo("key\n");
    assertThat(host.shell("cat " + SECRETS + "/GANTRY_DB_PASSWORD; stat -c %a " + SECRETS).output())
        .isEqualTo("secret\n700\n");
    assertThat(Base64.getDecoder().decode(key.strip())).hasSize(32);
    assertThat(host.shell("cat " + SECRETS + "/GANTRY_SECRETS_KEYS").output()).isEqualTo(key);
    assertThat(host.shell("tail -n 1 /etc/gantry/agent.env").output())
        .isEqualTo("GANTRY_SERVER=https://gantry.example.org\n");
  }

  @Test
  void leaveDataAloneThatContainersStillUse() throws IOException, InterruptedException {
    host.shell(
            """
            mkdir -p /var/lib/gantry/agent/containers/c /var/lib/gantry/agent/volumes/v
            echo data >/var/lib/gantry/agent/volumes/v/file
            mount -t tmpfs root /var/lib/gantry/agent/containers/c
            """)
        .successfully();

    String said = dpkg("--purge");

    assertThat(said).contains("containers are still mounted");
    assertThat(host.shell("cat /var/lib/gantry/agent/volumes/v/file").output()).isEqualTo("data\n");
  }

  @Test
  void haveUnitsThatSystemdTakesAndEnables() throws IOException, InterruptedException {
    for (String name : List.of("gantry-agent", CONTROL_PLANE)) {
      Outcome verified =
          host.run("systemd-analyze", "verify", "/usr/lib/systemd/system/" + name + ".service");
      assertThat(verified).isEqualTo(new Outcome(0, ""));
      assertThat(host.run("systemctl", "--root=/", "is-enabled", name).output())
          .isEqualTo("enabled\n");
    }
  }

  @Test
  void haveProgramsThatStart() throws IOException, InterruptedException {
    assertThat(host.run("gantry-agent", "version").successfully()).contains("antry");
    assertThat(host.run("gantryctl", "--help").successfully()).contains("gantryctl");
  }

  @Test
  void sayWhatIsMissingWithoutJava() throws IOException, InterruptedException {
    Outcome outcome =
        host.shell("unset JAVA_HOME; mount -t tmpfs no-java /usr/lib/jvm; PATH=/bin gantryctl ps");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.output()).startsWith("gantryctl: no Java 25").hasLineCount(1);
  }

  @Test
  void startTheControlPlaneAsItsOwnUser(@TempDir Path logs)
      throws IOException, InterruptedException {
    TestDatabase database = TestDatabase.create();
    // as secrets are: the database takes any password, but no other users
    host.shell("echo " + database.application() + " >" + SECRETS + "/GANTRY_DB_USER")
        .successfully();
    host.shell("echo " + database.owner() + " >" + SECRETS + "/GANTRY_DB_OWNER").successfully();
    int port = Health.freePort();
    Path log = logs.resolve("log");

    Process controlPlane = startControlPlane(database, port, log);
    try {
      Eventually.until(
          "the control plane is ready",
          Duration.ofMinutes(2),
          () -> Health.isReady(port) || !controlPlane.isAlive());

      assertThat(Health.isReady(port)).as(Files.readString(log)).isTrue();
    } finally {
      controlPlane.destroy();
      controlPlane.waitFor();
    }
  }

  private Process startControlPlane(TestDatabase database, int port, Path log) throws IOException {
    return host.start(
        Map.of(
            "GANTRY_DB_URL", database.url(),
            "GANTRY_PORT", Integer.toString(port),
            "SPRING_CONFIG_IMPORT", "optional:configtree:" + SECRETS + "/"),
        log,
        "setpriv",
        "--reuid=gantry",
        "--regid=gantry",
        "--clear-groups",
        "--no-new-privs",
        "/usr/sbin/gantry-control-plane");
  }

  private void install() throws IOException, InterruptedException {
    host.shell("dpkg --install /mnt/gantry*.deb").successfully();
  }

  private String dpkg(String action) throws IOException, InterruptedException {
    return host.run("dpkg", action, "gantry-agent", "gantryctl", CONTROL_PLANE).successfully();
  }
}
