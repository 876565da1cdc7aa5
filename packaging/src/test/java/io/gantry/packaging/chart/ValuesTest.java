package io.gantry.packaging.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.packaging.Repository;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "controlPlane: {replicas: 0}|/controlPlane/replicas",
        "controlPlane: {replicas: two}|/controlPlane/replicas",
        "controlPlane: {replica: 2}|additional properties 'replica'",
        "controlplane: {replicas: 2}|additional properties 'controlplane'",
        "controlPlane: {image: gantry}|/controlPlane/image",
        "controlPlane: {imagePullPolicy: Sometimes}|/controlPlane/imagePullPolicy",
        "controlPlane: {resources: {limits: {memory: lots}}}|/controlPlane/resources/limits/memory",
        "database: {password: x}|additional properties 'password'",
        "database: {bundled: {enabled: false}}|/database/url",
        "database: {url: `jdbc:postgresql://db/gantry`}|/database/url",
        "database: {bundled: {enabled: false}, url: `jdbc:mysql://db/gantry`}|/database/url",
        "database: {bundled: {enabled: false}, url: `jdbc:postgresql://a/b?password=c`}"
            + "|/database/url",
        "ingress: {enabled: true}|/ingress/host",
        "service: {port: 70000}|/service/port",
        "networkPolicy: {nodeCidrs: [everybody]}|/networkPolicy/nodeCidrs/0",
        "agent: {server: gantry.example.org}|/agent/server",
        "agent: {enrolmentSecret: `No Name`}|/agent/enrolmentSecret",
      })
  void refusesWhatIsWrongAndSaysWhere(String values, String where) {
    String yaml = values.replace('`', '"');

    assertThatThrownBy(() -> Chart.with(yaml)).hasMessageContaining(where);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "controlPlane: {image: 'registry.example.org:5000/a/b:1.2'}",
        "imagePullSecrets: [{name: pull}]",
        "controlPlane: {resources: {limits: {cpu: 2, memory: 1.5Gi}}}",
        "agent: {tolerations: [{operator: Exists}], nodeSelector: {pool: gantry}}",
        "global: {anything: true}",
      })
  void takesWhatIsRight(String values) {
    assertThatCode(() -> Chart.with(values)).doesNotThrowAnyException();
  }

  /** {@code -Dhelm.write=true} writes the page anew instead. */
  @Test
  void eachIsOnThePage() throws IOException {
    String page = Repository.text("docs/helm.md");
    String right = new ValuesPage().in(page);
    if (Boolean.getBoolean("helm.write")) {
      Files.writeString(Repository.path("docs/helm.md"), right);
      return;
    }

    assertThat(page).isEqualTo(right);
  }
}
