package io.gantry.engine.validation;

import io.gantry.api.container.ContainerSpec;
import java.util.stream.Stream;

/** One thing that every spec keeps. */
@FunctionalInterface
interface SpecRule {
  /** What is wrong with the spec, each in words that name the field; nothing if it is right. */
  Stream<String> problems(ContainerSpec spec);
}
