package io.gantry.api.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Looks for what {@link RequiresHost} names. */
final class HostCondition implements ExecutionCondition {
  private static final String FURTHER_DIRECTORIES =
      ":/opt/gantry-crun:/usr/lib/podman:/usr/local/sbin:/usr/sbin:/sbin";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> missing =
        AnnotationSupport.findAnnotation(context.getElement(), RequiresHost.class).stream()
            .flatMap(required -> Stream.of(required.value()))
            .filter(need -> !isPresent(need))
            .findFirst();
    return missing
        .map(need -> ConditionEvaluationResult.disabled("this host lacks " + need))
        .orElseGet(() -> ConditionEvaluationResult.enabled("the host has all it needs"));
  }

  private static boolean isPresent(String need) {
    if (need.equals("root")) {
      return System.getProperty("user.name").equals("root");
    }
    String path = System.getenv("PATH") + FURTHER_DIRECTORIES;
    return Stream.of(path.split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, need)));
  }
}
