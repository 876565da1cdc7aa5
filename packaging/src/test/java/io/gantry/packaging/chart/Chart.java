package io.gantry.packaging.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.gantry.packaging.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The chart as helm renders it with given values. */
final class Chart {
  static final String RELEASE = "demo";
  static final String NAMESPACE = "gantry-system";

  private static final Path FOLDER = Repository.path("helm");

  private Chart() {}

  static Helm helm() {
    return new Helm(FOLDER);
  }

  /**
   * @param values YAML laid over the chart's own values
   * @throws IllegalStateException if helm refuses, with its words
   */
  static Rendered with(String values) throws IOException {
    Path file = Files.createTempFile("gantry-values", ".yaml");
    try {
      Files.writeString(file, values);
      TemplateCommand command =
          helm()
              .template()
              .withName(RELEASE)
              .withNamespace(NAMESPACE)
              .withKubeVersion("1.33.0")
              .withValuesFile(file);
      return new Rendered(Repository.documents(command.call()));
    } finally {
      Files.delete(file);
    }
  }
}
