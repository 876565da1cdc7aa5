package io.gantry.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.bench.product.Installation;
import io.gantry.bench.product.Leftovers;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@RequiresHost({"root", "runc", "conmon", "netavark"})
class CrashIT {
  private static final int CONTAINERS = 300;
  private static final int KILLS = 20;

  @Test
  void noExitIsLostDoubledOrInventedWhileEverythingIsKilled()
      throws IOException, InterruptedException {
    Leftovers leftovers = Leftovers.watch();
    Installation installation = Installation.inFreshDirectory();
    CrashRun.Result result;

    try (installation) {
      installation.up();
      result = new CrashRun(CONTAINERS, KILLS, 2, 5, line -> {}).against(installation);
    }

    assertThat(result.differences()).isEmpty();
    assertThat(result.acknowledged()).isGreaterThanOrEqualTo(CONTAINERS);
    assertThat(result.kills().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(KILLS);
    assertThat(leftovers.of(installation)).isEmpty();
  }
}
