package io.gantry.engine.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.engine.Busybox;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import io.gantry.engine.Remains;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An engine for many cases, opened for the first that needs it. */
public final class EngineHouse implements AutoCloseable {
  private final Path directory;
  private @Nullable Engine engine;

  EngineHouse(Path directory) {
    this.directory = directory;
  }

  /** Holds {@code home} and {@code run}. */
  public Path directory() {
    return directory;
  }

  boolean isOpen() {
    return engine != null;
  }

  /** The engine, with busybox as an image. */
  public synchronized Engine engine() {
    if (engine == null) {
      engine =
          Engine.open(
              EngineConfig.of(directory.resolve("home"), directory.resolve("run"))
                  .withMostParked(0));
      Busybox.importInto(engine.images());
    }
    return engine;
  }

  /** Nothing of all the cases stays. */
  @Override
  public void close() {
    if (engine != null) {
      engine.purge();
      engine.close();
      assertThat(Remains.in(directory)).isEmpty();
    }
  }
}
