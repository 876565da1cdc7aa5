package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.exec.ExecSession;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.state.NetworkAttachment;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of containers that are there already, by the real network tool. */
@RequiresHost({"root", "runc", "conmon", "busybox", "netavark", "iptables"})
class NetworkChangesIT {
  private static final String SECOND = "second";
  private static final Pattern OF_NETWORK = Pattern.compile("-A (NETAVARK-(DN-)?[0-9A-F]{13}) .*");

  private Path directory;
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    engine = Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
    Busybox.importInto(engine.images());
    engine.networks().create(TenantId.DEFAULT, SECOND, NetworkDefinition.PLAIN);
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  private ContainerId create(NetworkSpec network) {
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec.Builder spec =
        ContainerSpec.builder(Busybox.REFERENCE).network(network).command("sleep", "1000");
    engine.create(TenantId.DEFAULT, id, null, spec.build());
    return id;
  }

  private NetworkAttachment attachment(ContainerId id) {
    return Objects.requireNonNull(engine.inspect(id).record().network());
  }

  private String gateway(String network) {
    return engine.networks().inspect(TenantId.DEFAULT, network).gateways().getFirst();
  }

  /** Says whether a command in the container succeeds. */
  private boolean holds(ContainerId id, String script) throws Exception {
    try (ExecSession session = engine.exec(id, ExecSpec.of("/bin/sh", "-c", script))) {
      return session.exit().get(20, TimeUnit.SECONDS) == 0;
    }
  }

  private boolean asksFirst(ContainerId id, String server) throws Exception {
    return holds(
        id,
        "read word server < /etc/resolv.conf; test \"$word $server\" = 'nameserver "
            + server
            + "'");
  }

  @Test
  @Rule("NETWORK-18")
  void changesTheNetworksOfARunningContainer() throws Exception {
    ContainerId id = create(NetworkSpec.BRIDGE);
    engine.start(id);
    NetworkAttachment before = attachment(id);

    engine.connect(id, SECOND);

    String address = attachment(id).addresses().getLast();
    assertThat(attachment(id).interfaces()).hasSize(2).contains(before.interfaces().getFirst());
    assertThat(holds(id, "test -d /sys/class/net/eth0 && test -d /sys/class/net/eth1")).isTrue();
    assertThat(asksFirst(id, gateway(SECOND))).isTrue();
    assertThat(holds(id, "grep -q '^" + address + "' /etc/hosts")).isTrue();
    engine.disconnect(id, SECOND);
    assertThat(attachment(id)).isEqualTo(before);
    assertThat(holds(id, "test -d /sys/class/net/eth0 && ! test -d /sys/class/net/eth1")).isTrue();
    assertThat(asksFirst(id, gateway("default"))).isTrue();
    assertThat(holds(id, "! grep -q '^" + address + "' /etc/hosts")).isTrue();
    engine.networks().remove(TenantId.DEFAULT, SECOND);
  }

  @Test
  @Rule("NETWORK-18")
  void leavesTheFirstNetworkForAnother() throws Exception {
    ContainerId id = create(NetworkSpec.BRIDGE);
    engine.start(id);

    engine.connect(id, SECOND);
    engine.disconnect(id, "default");
    engine.connect(id, "default");

    assertThat(attachment(id).interfaces())
        .extracting(NetworkAttachment.Interface::network, NetworkAttachment.Interface::name)
        .containsExactly(tuple(SECOND, "eth1"), tuple("default", "eth0"));
    assertThat(holds(id, "test -d /sys/class/net/eth0 && test -d /sys/class/net/eth1")).isTrue();
    assertThat(asksFirst(id, gateway("default"))).isTrue();
  }

  @Test
  @Rule("NETWORK-18")
  void givesTheNextRunTheNetworksOfAContainerThatDoesNotRun() throws Exception {
    ContainerId id = create(NetworkSpec.BRIDGE);
    engine.connect(id, SECOND);

    engine.start(id);

    assertThat(holds(id, "test -d /sys/class/net/eth0 && test -d /sys/class/net/eth1")).isTrue();
  }

  @Test
  @Rule("NETWORK-18")
  void refusesWhatIsNoNetworkAndKeepsTheLastOne() {
    ContainerId id = create(NetworkSpec.BRIDGE);
    ContainerId none = create(NetworkSpec.of(NetworkSpec.Mode.NONE));

    refused(ErrorCode.NO_SUCH_NETWORK, () -> engine.connect(id, "third"));
    refused(ErrorCode.CONFLICT, () -> engine.disconnect(id, "default"));
    refused(ErrorCode.INVALID_ARGUMENT, () -> engine.connect(none, SECOND));
  }

  private static void refused(ErrorCode code, Runnable operation) {
    assertThatThrownBy(operation::run)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  @Rule({"NETWORK-18", "STATES-6"})
  void buildsAgainWhatSomebodyElseTookAway() throws Exception {
    PortMapping port = new PortMapping(null, freePort(), 80, PortMapping.Protocol.TCP);
    ContainerId id = create(NetworkSpec.BRIDGE.withPorts(port));
    engine.start(id);
    NetworkAttachment before = attachment(id);
    List<String> rules = rules(before);
    assertThat(rules).isNotEmpty();
    for (String chain : rules.stream().map(NetworkChangesIT::chain).distinct().toList()) {
      var unused = iptables("-t", "nat", "-F", chain);
    }
    assertThat(rules(before)).isEmpty();

    engine.reloadNetwork(id);

    assertThat(rules(before)).containsExactlyInAnyOrderElementsOf(rules);
    assertThat(attachment(id)).isEqualTo(before);
    String mac = before.interfaces().getFirst().mac();
    assertThat(holds(id, "test $(cat /sys/class/net/eth0/address) = " + mac)).isTrue();
  }

  /** The rules in the chains of this network that are about the container's address or subnet. */
  private static List<String> rules(NetworkAttachment network)
      throws IOException, InterruptedException {
    String subnet = network.addresses().getFirst().replaceFirst("[0-9]+$", "");
    return iptables("-t", "nat", "-S")
        .lines()
        .filter(rule -> OF_NETWORK.matcher(rule).matches() && rule.contains(subnet))
        .toList();
  }

  private static String chain(String rule) {
    Matcher matcher = OF_NETWORK.matcher(rule);
    assertThat(matcher.matches()).isTrue();
    return matcher.group(1);
  }

  private static String iptables(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("iptables", "--wait"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
