package io.gantry.engine.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostInspectionTest {
  @Test
  void readsTheWholeNumberOfOpenFilesTheKernelAllows() {
    assertThat(HostInspection.facts().hardLimits().get("nofile")).isGreaterThanOrEqualTo(1024);
  }
}
