package io.gantry.engine.hostile;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.TreeRemoval;
import java.io.IOException;
import java.nio.file.Path;

/** Grounds for cases, one after the other, and the engine they have in common. */
public final class Grounds implements AutoCloseable {
  private final Path directory;
  private final EngineHouse house;
  private int made;

  public Grounds(Path directory) throws IOException {
    this.directory = directory.toRealPath();
    this.house = new EngineHouse(this.directory.resolve("engine"));
  }

  /** Something that is done on a ground. */
  @FunctionalInterface
  public interface Play {
    void on(Ground ground) throws Exception;
  }

  /** Does it on a fresh ground, of which nothing stays. */
  public void play(Play play) throws Exception {
    String name = "ground-" + made++;
    try (Ground ground = new Ground(directory.resolve(name), () -> house)) {
      play.on(ground);
    }
    try (Directory parent = Directory.open(directory)) {
      TreeRemoval.remove(parent, name);
    }
  }

  @Override
  public void close() {
    house.close();
  }
}
