package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndsKnownTest {
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void isNowButForTheMarginWhileEverythingRuns() {
    var unused = world.running();

    assertThat(world.lifecycle.endsKnownUpTo()).hasValue(world.now.minusSeconds(1));
  }

  @Test
  void isHeldBackByAnEndThatIsWrittenDownAndNotRead() {
    ContainerId id = world.running();
    Instant ended = world.now.minus(Duration.ofMinutes(3));
    world.host.exitFiles.put(id, new SeenExit(42, ended));

    assertThat(world.lifecycle.endsKnownUpTo()).hasValue(ended);
  }

  @Test
  void goesOnWhenTheEndIsRecorded() {
    ContainerId id = world.running();
    world.host.exit(id, 42);
    world.host.exitFiles.put(id, new SeenExit(42, world.now.minus(Duration.ofMinutes(3))));

    world.lifecycle.mayHaveEnded(id);
    world.workers.settle();

    assertThat(world.record(id).openRun()).isFalse();
    assertThat(world.lifecycle.endsKnownUpTo()).hasValue(world.now.minusSeconds(1));
  }
}
