package io.gantry.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Chart and compose file name the images of this build. */
class VersionTest {
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>gantry</artifactId>\\s*<version>([^<]+)</version>");

  @Test
  void isTheSameInPomChartAndComposeFile() throws IOException {
    Matcher pom = VERSION.matcher(Repository.text("pom.xml"));
    assertThat(pom.find()).isTrue();
    String version = pom.group(1);

    JsonNode values = Repository.yaml("helm/values.yaml");
    String controlPlane = "gantry/control-plane:" + version;
    assertThat(values.at("/controlPlane/image").stringValue()).isEqualTo(controlPlane);
    assertThat(values.at("/agent/image").stringValue()).isEqualTo("gantry/agent:" + version);
    assertThat(Repository.yaml("helm/Chart.yaml").get("appVersion").stringValue())
        .isEqualTo(version);
    assertThat(
            Repository.yaml("docker/compose.yaml")
                .at("/services/control-plane/image")
                .stringValue())
        .isEqualTo(controlPlane);
  }
}
