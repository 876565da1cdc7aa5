package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.pod.PodId;
import io.gantry.engine.Rule;
import io.gantry.engine.network.Attachment.Lease;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.PodMembership;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NetavarkRequestTest {
  @Test
  @Rule({"STORAGE-12", "STORAGE-15"})
  void numbersTheInterfacesAndAddsTheShortId() {
    List<Network> networks = List.of(network(1), network(2));
    List<Lease> leases = List.of(new Lease(1, 0x0a590002L), new Lease(2, 0x0a5a0002L));

    JsonNode joined =
        JsonMapper.shared()
            .readTree(NetavarkRequest.of(config(), networks, leases))
            .path("networks");

    assertThat(joined.at("/n1/interface_name").asString()).isEqualTo("eth0");
    assertThat(joined.at("/n2/interface_name").asString()).isEqualTo("eth1");
    assertThat(joined.at("/n1/aliases/0").asString()).isEqualTo("abababababab");
    assertThat(joined.at("/n2/aliases/0").asString()).isEqualTo("abababababab");
  }

  @Test
  @Rule({"NETWORK-9", "NETWORK-10"})
  void namesTheContainerAndItsPlaceInTheNetwork() {
    JsonNode request =
        JsonMapper.shared()
            .readTree(
                NetavarkRequest.of(
                    config(), List.of(network(1)), List.of(new Lease(1, 0x0a590002L))));

    assertThat(request.path("container_name").asString()).isEqualTo("web");
    assertThat(request.path("container_id").asString()).isEqualTo("ab".repeat(32));
    assertThat(request.at("/networks/n1/static_ips/0").asString()).isEqualTo("10.89.0.2");
    assertThat(request.at("/network_info/n1/network_interface").asString()).isEqualTo("br1");
  }

  @Test
  @Rule("NETWORK-10")
  void namesAContainerOfAPodAsThePod() {
    PodMembership infra =
        new PodMembership(new PodId("cd".repeat(32)), "shop", PodMembership.Role.INFRA);

    JsonNode request =
        JsonMapper.shared()
            .readTree(
                NetavarkRequest.of(
                    config().withMembership(infra),
                    List.of(network(1)),
                    List.of(new Lease(1, 0x0a590002L))));

    assertThat(request.path("container_name").asString()).isEqualTo("shop");
  }

  @Test
  @Rule("NETWORK-10")
  void namesAContainerThatIsGivenASpareAsIfItWereItsOwn() {
    PodMembership infra =
        new PodMembership(new PodId("cd".repeat(32)), "shop", PodMembership.Role.INFRA);
    Lease lease = new Lease(1, 0x0a590002L);
    ContainerId spare = new ContainerId("ef".repeat(32));
    String request = NetavarkRequest.of(spare, "spare-efefefefefef", network(1), lease);

    JsonNode named =
        JsonMapper.shared()
            .readTree(NetavarkRequest.named(request, config().withMembership(infra)));
    String plain = NetavarkRequest.of(config(), List.of(network(1)), List.of(lease));
    String given = NetavarkRequest.named(request, config());

    assertThat(named.path("container_name").asString()).isEqualTo("shop");
    assertThat(named.path("container_id").asString()).isEqualTo(spare.value());
    assertThat(JsonMapper.shared().readTree(given).path("networks"))
        .isEqualTo(JsonMapper.shared().readTree(plain).path("networks"));
    assertThat(NetavarkRequest.names(given, network(1))).isEqualTo("web,abababababab");
  }

  private static Network network(int number) {
    return new Network(
        number,
        TenantId.DEFAULT,
        "net" + number,
        "n" + number,
        "br" + number,
        Subnet.parse("10." + (88 + number) + ".0.0/24"),
        false,
        Instant.EPOCH);
  }

  private static ContainerConfig config() {
    return new ContainerConfig(
        new ContainerId("ab".repeat(32)),
        TenantId.DEFAULT,
        "web",
        ContainerSpec.builder("busybox").build(),
        new ImageDetail(
            new Digest("sha256:" + "0".repeat(64)),
            null,
            List.of("busybox"),
            ImageConfig.EMPTY,
            List.of(),
            "amd64",
            "linux",
            null,
            0),
        Instant.EPOCH,
        Path.of("/static"),
        Path.of("/run"),
        Path.of("/static/ctr.log"));
  }
}
