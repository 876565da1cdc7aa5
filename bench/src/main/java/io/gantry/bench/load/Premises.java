package io.gantry.bench.load;

import io.gantry.engine.EngineConfig;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where one engine lives, so that only what is its own is counted. */
record Premises(Path home, Path runDir, String cgroupParent) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{12,}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  static Premises of(EngineConfig config) {
    return new Premises(config.home(), config.runDir(), config.cgroupParent());
  }

  boolean hold(Path path) {
    return path.startsWith(home) || path.startsWith(runDir);
  }

  /** Names the kind of a thing: the same for two that differ by ids and numbers only. */
  String kindOf(String thing) {
    String placed = thing.replace(home.toString(), "HOME").replace(runDir.toString(), "RUN");
    return NUMBER.matcher(ID.matcher(placed).replaceAll("ID")).replaceAll("#");
  }
}
