package io.gantry.packaging.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import io.gantry.packaging.Repository;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChartTest {
  private static final String CONTROL_PLANE = "control-plane";
  private static final String OWN_DATABASE =
      """
      database:
        bundled: {enabled: false}
        url: jdbc:postgresql://db.example.org:5433/gantry
      """;

  @Test
  void passesHelmsLint() {
    LintResult result = Chart.helm().lint().strict().call();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
  }

  @Test
  void isAControlPlaneWithItsDatabaseByDefault() throws IOException {
    Rendered chart = Chart.with("");

    assertThat(chart.kinds())
        .containsExactly("Deployment", "PodDisruptionBudget", "Service", "Service", "StatefulSet");
    assertThat(chart.object("Deployment", CONTROL_PLANE).at("/spec/replicas").intValue())
        .isEqualTo(2);
    assertThat(databaseUrl(chart)).isEqualTo("jdbc:postgresql://demo-postgres:5432/gantry");
  }

  @Test
  void hasReplicasThatArePutOnHostsOfTheirOwn() throws IOException {
    JsonNode deployment =
        Chart.with("controlPlane: {replicas: 3}").object("Deployment", CONTROL_PLANE);

    assertThat(deployment.at("/spec/replicas").intValue()).isEqualTo(3);
    JsonNode spread =
        deployment.at(
            "/spec/template/spec/affinity/podAntiAffinity"
                + "/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm");
    assertThat(spread.at("/labelSelector/matchLabels"))
        .isEqualTo(deployment.at("/spec/selector/matchLabels"));
  }

  @Test
  void tellsEachReplicaWhereTheOthersReachIt() throws IOException {
    JsonNode container = Rendered.container(Chart.with("").object("Deployment", CONTROL_PLANE));

    assertThat(container.get("env").valueStream())
        .anyMatch(
            variable ->
                variable.get("name").stringValue().equals("GANTRY_REPLICA_ADDRESS")
                    && variable.get("value").stringValue().equals("http://$(POD_IP):8080"));
  }

  @Test
  void hasADisruptionBudgetOnlyWithMoreThanOneReplica() throws IOException {
    Rendered one = Chart.with("controlPlane: {replicas: 1}");
    Rendered two = Chart.with("controlPlane: {replicas: 2}");

    assertThat(one.has("PodDisruptionBudget", CONTROL_PLANE)).isFalse();
    assertThat(
            two.object("PodDisruptionBudget", CONTROL_PLANE).at("/spec/maxUnavailable").intValue())
        .isOne();
  }

  @Test
  void letsItsDatabaseHaveAConnectionForEachOfAllReplicas() throws IOException {
    Rendered chart = Chart.with("controlPlane: {replicas: 3, databaseConnections: 40}");

    JsonNode postgres = chart.object("StatefulSet", "postgres");
    // three, and one more while it is upgraded, beside those of an administrator
    assertThat(Rendered.container(postgres).at("/args/1").stringValue())
        .isEqualTo("max_connections=180");
  }

  @Test
  void usesADatabaseOfTheUsers() throws IOException {
    Rendered chart = Chart.with(OWN_DATABASE);

    assertThat(chart.kinds()).containsExactly("Deployment", "PodDisruptionBudget", "Service");
    assertThat(databaseUrl(chart)).isEqualTo("jdbc:postgresql://db.example.org:5433/gantry");
  }

  @Test
  void migratesAsTheOwnerOfItsDatabaseAndWorksAsAnother() throws IOException {
    Rendered chart = Chart.with("database: {existingSecret: application, ownerSecret: owner}");

    JsonNode controlPlane = chart.object("Deployment", CONTROL_PLANE);
    JsonNode postgres = chart.object("StatefulSet", "postgres");
    assertThat(secret(controlPlane, "GANTRY_DB_USER")).isEqualTo("application");
    assertThat(secret(controlPlane, "GANTRY_DB_PASSWORD")).isEqualTo("application");
    assertThat(secret(controlPlane, "GANTRY_DB_OWNER")).isEqualTo("owner");
    assertThat(secret(controlPlane, "GANTRY_DB_OWNER_PASSWORD")).isEqualTo("owner");
    assertThat(secret(postgres, "POSTGRES_USER")).isEqualTo("owner");
  }

  private static String secret(JsonNode workload, String variable) {
    return Rendered.environment(workload, variable)
        .at("/valueFrom/secretKeyRef/name")
        .stringValue();
  }

  @Test
  void isPublishedByAnIngressWhoseHeadersAreBelieved() throws IOException {
    Rendered chart =
        Chart.with(
            """
            ingress:
              {enabled: true, className: nginx, host: gantry.example.org, tlsSecret: gantry-tls}
            """);

    JsonNode ingress = chart.object("Ingress", CONTROL_PLANE);
    assertThat(ingress.at("/spec/tls/0/secretName").stringValue()).isEqualTo("gantry-tls");
    assertThat(ingress.at("/spec/rules/0/host").stringValue()).isEqualTo("gantry.example.org");
    JsonNode backend = ingress.at("/spec/rules/0/http/paths/0/backend/service");
    assertThat(backend.at("/name")).isEqualTo(service(chart).at("/metadata/name"));
    assertThat(backend.at("/port/name")).isEqualTo(service(chart).at("/spec/ports/0/name"));
    assertThat(value(chart, "GANTRY_FORWARD_HEADERS")).isEqualTo("native");
    assertThat(value(Chart.with(""), "GANTRY_FORWARD_HEADERS")).isEqualTo("none");
  }

  @Test
  void runsTheAgentOnEveryNodeWithOptionsItHas() throws IOException {
    Rendered chart = Chart.with("agent: {enabled: true}");

    JsonNode agent = chart.object("DaemonSet", "agent");
    List<String> arguments =
        Rendered.container(agent).get("args").valueStream().map(JsonNode::stringValue).toList();
    assertThat(arguments)
        .startsWith("run", "--server", "http://demo-control-plane.gantry-system:80");
    assertThat(Repository.text("docs/agent.md"))
        .contains(arguments.stream().filter(argument -> argument.startsWith("--")).toList());
    assertThat(agent.at("/spec/template/spec/hostPID").booleanValue()).isTrue();
    assertThat(agent.at("/spec/template/spec/hostNetwork").booleanValue()).isTrue();
  }

  private static JsonNode service(Rendered chart) {
    return chart.object("Service", CONTROL_PLANE);
  }

  private static String databaseUrl(Rendered chart) {
    return value(chart, "GANTRY_DB_URL");
  }

  private static String value(Rendered chart, String variable) {
    return Rendered.environment(chart.object("Deployment", CONTROL_PLANE), variable)
        .get("value")
        .stringValue();
  }
}
