package io.gantry.packaging.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NetworkPolicyTest {
  private static final String ON =
      """
      networkPolicy:
        enabled: true
        nodeCidrs: [10.1.0.0/16, "fd00:1::/64"]
        ingressFrom: [{namespaceSelector: {matchLabels: {name: ingress-nginx}}}]
        databaseCidrs: [10.9.9.9/32]
        databasePort: 5433
      """;

  @Test
  void isNotThereUnlessAskedFor() throws IOException {
    assertThat(Chart.with("").kinds()).doesNotContain("NetworkPolicy");
  }

  @Test
  void letsNodesReachTheAgentGateway() throws IOException {
    Rendered chart = Chart.with(ON + "agent: {enabled: true}");

    JsonNode rule = policy(chart, "control-plane").at("/spec/ingress/0");
    assertThat(rule.at("/from").valueStream().map(peer -> peer.at("/ipBlock/cidr").stringValue()))
        .containsExactly("10.1.0.0/16", "fd00:1::/64");
    JsonNode port = Rendered.container(chart.object("Deployment", "control-plane")).at("/ports/0");
    assertThat(rule.at("/ports/0/port")).isEqualTo(port.get("name"));
  }

  @Test
  void letsInWhomTheOwnerNamed() throws IOException {
    JsonNode rule = policy(Chart.with(ON), "control-plane").at("/spec/ingress/1");

    assertThat(rule.at("/from/0/namespaceSelector/matchLabels/name").stringValue())
        .isEqualTo("ingress-nginx");
  }

  @Test
  void letsOnlyReplicasInWhenNobodyIsNamed() throws IOException {
    Rendered chart = Chart.with("networkPolicy: {enabled: true}");
    JsonNode policy = policy(chart, "control-plane").get("spec");

    assertThat(policy.get("policyTypes").valueStream().map(JsonNode::stringValue))
        .containsExactly("Ingress", "Egress");
    assertThat(policy.get("ingress")).hasSize(1);
    assertThat(policy.at("/ingress/0/from/0/podSelector/matchLabels"))
        .isEqualTo(chart.object("Deployment", "control-plane").at("/spec/selector/matchLabels"));
  }

  @Test
  void givesTheBundledDatabaseToTheControlPlaneAlone() throws IOException {
    Rendered chart = Chart.with(ON);

    JsonNode database = policy(chart, "postgres").get("spec");
    assertThat(database.get("ingress")).hasSize(1);
    JsonNode controlPlane = chart.object("Deployment", "control-plane");
    assertThat(database.at("/ingress/0/from/0/podSelector/matchLabels"))
        .isEqualTo(controlPlane.at("/spec/selector/matchLabels"));
    JsonNode postgres = chart.object("StatefulSet", "postgres");
    assertThat(policy(chart, "control-plane").at("/spec/egress/1/to/0/podSelector/matchLabels"))
        .isEqualTo(postgres.at("/spec/selector/matchLabels"));
  }

  @Test
  void letsTheControlPlaneReachADatabaseOfTheUsersNamesAndReplicasOnly() throws IOException {
    Rendered chart =
        Chart.with(
            ON + "database: {bundled: {enabled: false}, url: \"jdbc:postgresql://db:5433/g\"}");

    JsonNode egress = policy(chart, "control-plane").at("/spec/egress");
    assertThat(egress).hasSize(3);
    assertThat(egress.at("/2/to/0/podSelector").isObject()).isTrue();
    assertThat(egress.at("/0/ports").valueStream().map(port -> port.get("port").intValue()))
        .containsExactly(53, 53);
    assertThat(egress.at("/1/ports/0/port").intValue()).isEqualTo(5433);
    assertThat(egress.at("/1/to/0/ipBlock/cidr").stringValue()).isEqualTo("10.9.9.9/32");
  }

  @Test
  void refusesToShutTheAgentsOut() {
    assertThatThrownBy(() -> Chart.with("networkPolicy: {enabled: true}\nagent: {enabled: true}"))
        .hasMessageContaining("networkPolicy.nodeCidrs is empty");
  }

  private static JsonNode policy(Rendered chart, String component) {
    return chart.object("NetworkPolicy", component);
  }
}
