package io.gantry.packaging.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What holds of every way to install the chart. */
class ChartSafetyTest {
  private static final String ALL =
      """
      controlPlane: {replicas: 3, bootstrapSecret: first-admin}
      ingress: {enabled: true, host: gantry.example.org, tlsSecret: tls}
      networkPolicy: {enabled: true, nodeCidrs: [10.1.0.0/16]}
      agent: {enabled: true}
      """;
  private static final String OWN_DATABASE =
      """
      database: {bundled: {enabled: false}, url: "jdbc:postgresql://db/gantry"}
      """;

  static Stream<String> installations() {
    return Stream.of("", OWN_DATABASE, ALL, ALL + OWN_DATABASE);
  }

  @ParameterizedTest
  @MethodSource("installations")
  void podsButTheAgentMayDoLittle(String values) throws IOException {
    for (JsonNode workload : Chart.with(values).workloads()) {
      if (Rendered.kind(workload).equals("DaemonSet")) {
        continue;
      }
      JsonNode pod = workload.at("/spec/template/spec/securityContext");
      JsonNode container = Rendered.container(workload).get("securityContext");
      assertThat(pod.get("runAsNonRoot").booleanValue()).isTrue();
      assertThat(pod.get("runAsUser").intValue()).isPositive();
      assertThat(pod.at("/seccompProfile/type").stringValue()).isEqualTo("RuntimeDefault");
      assertThat(container.get("readOnlyRootFilesystem").booleanValue()).isTrue();
      assertThat(container.get("allowPrivilegeEscalation").booleanValue()).isFalse();
      assertThat(container.at("/capabilities/drop/0").stringValue()).isEqualTo("ALL");
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void noPodGetsAKeyToTheCluster(String values) throws IOException {
    assertThat(Chart.with(values).workloads())
        .allMatch(
            workload ->
                workload.at("/spec/template/spec/automountServiceAccountToken").isBoolean()
                    && !workload
                        .at("/spec/template/spec/automountServiceAccountToken")
                        .booleanValue());
  }

  @ParameterizedTest
  @MethodSource("installations")
  void secretsAreNamedAndNeverWritten(String values) throws IOException {
    Rendered chart = Chart.with(values);

    assertThat(chart.kinds()).doesNotContain("Secret", "ConfigMap");
    for (JsonNode workload : chart.workloads()) {
      for (JsonNode variable : Rendered.container(workload).get("env")) {
        String name = variable.get("name").stringValue();
        if (name.contains("PASSWORD") || name.contains("TOKEN")) {
          assertThat(variable.has("valueFrom") || name.endsWith("_FILE")).as(name).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void probesAskWhatAnswers(String values) throws IOException {
    Map<String, List<String>> asked =
        Map.of(
            "Deployment",
            List.of(
                "/actuator/health/liveness",
                "/actuator/health/liveness",
                "/actuator/health/readiness"),
            "DaemonSet",
            List.of("/health", "/health"));

    for (JsonNode workload : Chart.with(values).workloads()) {
      JsonNode container = Rendered.container(workload);
      List<String> paths =
          Stream.of("startupProbe", "livenessProbe", "readinessProbe")
              .map(probe -> container.at("/" + probe + "/httpGet/path"))
              .filter(JsonNode::isString)
              .map(JsonNode::stringValue)
              .toList();
      assertThat(paths).isEqualTo(asked.getOrDefault(Rendered.kind(workload), List.of()));
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void selectorsFindThePodsTheyMean(String values) throws IOException {
    Rendered chart = Chart.with(values);

    for (JsonNode object : chart.objects()) {
      JsonNode selector =
          switch (Rendered.kind(object)) {
            case "Service" -> object.at("/spec/selector");
            case "NetworkPolicy" -> object.at("/spec/podSelector/matchLabels");
            case "Ingress" -> object.at("/nothing");
            default -> object.at("/spec/selector/matchLabels");
          };
      if (!selector.isMissingNode()) {
        assertThat(selected(chart, selector)).as("%s", object).containsExactly(named(object));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void whatIsMountedIsThere(String values) throws IOException {
    for (JsonNode workload : Chart.with(values).workloads()) {
      List<String> volumes =
          Stream.concat(
                  workload.at("/spec/template/spec/volumes").valueStream(),
                  workload.at("/spec/volumeClaimTemplates").valueStream())
              .map(volume -> volume.at("/name").asString(volume.at("/metadata/name").asString()))
              .toList();

      assertThat(Rendered.container(workload).get("volumeMounts").valueStream())
          .allMatch(mount -> volumes.contains(mount.get("name").stringValue()));
    }
  }

  private static String named(JsonNode object) {
    return object.at("/metadata/name").stringValue();
  }

  /** The workloads whose pods have all these labels. */
  private static List<String> selected(Rendered chart, JsonNode selector) {
    return chart.workloads().stream()
        .filter(
            workload -> {
              JsonNode labels = workload.at("/spec/template/metadata/labels");
              return selector
                  .propertyStream()
                  .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
            })
        .map(ChartSafetyTest::named)
        .toList();
  }
}
