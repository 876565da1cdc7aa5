package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The description is complete: nobody has to guess what an operation does and how it fails. */
@WebTest
class OpenApiIT {
  @Autowired private Installation installation;

  @Test
  void everyOperationSaysWhatItDoesHowItFailsAndGivesAnExample() {
    List<String> incomplete = new ArrayList<>();
    JsonNode paths = installation.asNobody().get("/v3/api-docs").json().get("paths");
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (!isComplete(operation.getValue())) {
                            incomplete.add(operation.getKey() + " " + path.getKey());
                          }
                        }));

    assertThat(paths.size()).isGreaterThan(30);
    assertThat(incomplete).isEmpty();
  }

  private static boolean isComplete(JsonNode operation) {
    return operation.hasNonNull("summary")
        && operation.hasNonNull("description")
        && operation.hasNonNull("x-permission")
        && operation.at("/responses/500/content/application~1problem+json/example").isObject()
        && hasExamples(operation.path("requestBody").path("content"))
        && operation.path("responses").properties().stream()
            .filter(response -> response.getKey().startsWith("2"))
            .allMatch(response -> hasExamples(response.getValue().path("content")));
  }

  private static boolean hasExamples(JsonNode content) {
    return content.properties().stream().allMatch(type -> type.getValue().has("example"));
  }
}
