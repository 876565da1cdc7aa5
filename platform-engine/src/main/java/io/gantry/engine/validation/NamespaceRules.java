package io.gantry.engine.validation;

import io.gantry.api.container.ContainerSpec;
import java.util.stream.Stream;

/** A namespace is the host's, another container's or its own, and only one of these. */
final class NamespaceRules implements SpecRule {
  @Override
  public Stream<String> problems(ContainerSpec spec) {
    Stream.Builder<String> problems = Stream.builder();
    if (spec.security().hostPid() && spec.namespaces().pid() != null) {
      problems.add("security.hostPid and namespaces.pid exclude each other");
    }
    if (spec.security().hostIpc() && spec.namespaces().ipc() != null) {
      problems.add("security.hostIpc and namespaces.ipc exclude each other");
    }
    return problems.build();
  }
}
