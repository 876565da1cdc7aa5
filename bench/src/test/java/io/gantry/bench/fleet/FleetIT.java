package io.gantry.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.bench.product.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@RequiresHost({"root", "runc", "conmon", "netavark"})
class FleetIT {
  @Test
  void eachExitIsTakenInOnceWhateverTheNetworkDoes() throws Exception {
    FleetPlan plan = new FleetPlan(20, 200, Duration.ofSeconds(12), 40, 12, Duration.ofSeconds(3));
    FleetRun.Result result;

    try (Installation installation = Installation.inFreshDirectory()) {
      installation.up();
      result = new FleetRun(plan, line -> {}).against(installation);
    }

    assertThat(result.differences()).isEmpty();
    assertThat(result.refusals()).isEmpty();
    assertThat(result.exits()).isGreaterThan(100);
  }
}
