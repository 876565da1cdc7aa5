package io.gantry.bench.reopen;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.EngineConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@RequiresHost({"root", "runc", "conmon", "netavark"})
class ReopenIT {
  private static final Logger LOG = LoggerFactory.getLogger(ReopenIT.class);
  private static final int CONTAINERS = 200;

  @Test
  void findsAllContainersOfAKilledEngineAsTheyRan(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path temporary = directory.toRealPath();
    EngineConfig config = EngineConfig.of(temporary.resolve("home"), temporary.resolve("run"));

    Reopening.Result result = new Reopening(config, CONTAINERS).run();

    LOG.info("from opening to list: {}", result.took());
    assertThat(result.before()).hasSize(CONTAINERS).allMatch(one -> one.state().equals("RUNNING"));
    assertThat(result.after()).isEqualTo(result.before());
  }
}
