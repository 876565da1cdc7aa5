package io.gantry.engine.validation;

import io.gantry.api.container.ContainerSpec;
import java.util.stream.Stream;

/** A root is either an image or a directory of the host. */
final class RootRules implements SpecRule {
  @Override
  public Stream<String> problems(ContainerSpec spec) {
    Stream.Builder<String> problems = Stream.builder();
    if (spec.image().isBlank() != spec.root().external()) {
      problems.add("either image or root.path is needed, not both");
    }
    if (spec.root().external() && spec.root().volatileLayer()) {
      problems.add("root.volatileLayer is for an image: root.path has no layer");
    }
    return problems.build();
  }
}
