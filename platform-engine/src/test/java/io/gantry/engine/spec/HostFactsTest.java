package io.gantry.engine.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostFactsTest {
  @Test
  void readsTheKernelsLimitWhole() {
    HostFacts host = HostFacts.detect();

    assertThat(host.hardLimits().get("nofile")).isGreaterThanOrEqualTo(1024L);
  }
}
