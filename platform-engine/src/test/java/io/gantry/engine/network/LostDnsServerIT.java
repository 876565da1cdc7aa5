package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.CommandLines;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks whose aardvark-dns was killed, or whose process file is not right. */
@Timeout(120)
@RequiresHost({"root", "netavark", "aardvark-dns", "iptables", "sleep"})
class LostDnsServerIT {
  private static final int SIGKILL = 9;

  private Path home;
  private TestNetworks networks;

  @BeforeEach
  void open(@TempDir Path home) {
    this.home = home;
    networks = new TestNetworks(home, 0);
  }

  @AfterEach
  void close() throws IOException {
    networks.close();
    assertThat(servers()).isEmpty();
  }

  /** What is left in the file of the process. */
  enum Left {
    NUMBER {
      @Override
      void in(Path file) {
        assertThat(file).isNotEmptyFile();
      }
    },
    NOTHING {
      @Override
      void in(Path file) throws IOException {
        Files.writeString(file, "");
      }
    },
    NO_FILE {
      @Override
      void in(Path file) throws IOException {
        Files.delete(file);
      }
    };

    abstract void in(Path file) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  @Rule("NETWORK-8")
  void areTakenDownWhenTheServerWasKilled(Left left) throws IOException {
    Network network = networks.create(NetworkDefinition.PLAIN);
    Lease lease = Lease.ofNobody(network);
    ContainerId nobody = ContainerId.random(new SecureRandom());
    String request = NetavarkRequest.of(nobody, "nobody", network, lease);
    NamespaceFiles namespaces = new NamespaceFiles(home.resolve("namespaces"));
    Netavark netavark = new Netavark(tools());
    namespaces.create(nobody);
    netavark.setup(namespaces.file(nobody), request, 1);
    killServer();
    left.in(processFile());

    netavark.teardown(namespaces.file(nobody), request);

    namespaces.remove(nobody);
    assertThat(bridges()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"NOTHING", "NO_FILE"})
  void endTheServerThatIsLeftThoughItsFileIsGone(Left left) throws IOException {
    ContainerConfig config = attached();
    left.in(processFile());

    networks.all().detach(config.id());

    assertThat(bridges()).isEmpty();
    assertThat(servers()).isEmpty();
  }

  @Test
  void signalNobodyElseWhoHasTheNumberNow() throws IOException, InterruptedException {
    ContainerConfig config = attached();
    killServer();
    Process innocent = new ProcessBuilder("sleep", "1000").start();
    try {
      Files.writeString(processFile(), Long.toString(innocent.pid()));

      networks.all().detach(config.id());

      assertThat(innocent.isAlive()).isTrue();
    } finally {
      innocent.destroyForcibly().waitFor();
    }
  }

  private ContainerConfig attached() {
    ContainerConfig config = networks.container(NetworkSpec.BRIDGE);
    assertThat(networks.attach(config).addresses()).isNotEmpty();
    assertThat(processFile()).isNotEmptyFile();
    return config;
  }

  private void killServer() throws IOException {
    for (ProcessIdentity server : servers()) {
      try (PidFd process = PidFd.open(server).orElseThrow()) {
        assertThat(process.signal(SIGKILL)).isTrue();
        assertThat(process.waitForEnd(Duration.ofSeconds(10))).isTrue();
      }
    }
    assertThat(servers()).isEmpty();
  }

  private List<ProcessIdentity> servers() throws IOException {
    return CommandLines.find(
        line -> line.contains("aardvark-dns\0") && line.contains(tools().toString()));
  }

  private List<String> bridges() {
    return networks.all().list(TenantId.DEFAULT).stream()
        .map(Network::bridge)
        .filter(bridge -> Files.exists(Path.of("/sys/class/net", bridge)))
        .toList();
  }

  private Path tools() {
    return home.resolve("run/netavark");
  }

  private Path processFile() {
    return tools().resolve("aardvark-dns/aardvark.pid");
  }
}
