package io.gantry.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.EngineConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the load; the long one is {@code ./gantry bench load}. */
@RequiresHost({"root", "runc", "conmon", "netavark"})
class LoadIT {
  private static final int CONTAINERS = 44;
  private static final int CLIENTS = 16;

  @Test
  void nothingIsLeftOfContainersThatCameAndWent(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path temporary = directory.toRealPath();
    EngineConfig config = EngineConfig.of(temporary.resolve("home"), temporary.resolve("run"));
    LoadPlan plan = new LoadPlan(Duration.ZERO, CONTAINERS, CLIENTS);

    LoadRun.Result result = new LoadRun(config, plan, line -> {}).run();

    assertThat(result.wrong()).isEmpty();
    assertThat(result.leaks()).isEmpty();
    assertThat(result.told()).isEqualTo(result.runs());
    assertThat(result.containers()).isEqualTo(2 * CONTAINERS);
  }
}
