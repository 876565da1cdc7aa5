package io.gantry.engine.hostile.cases;

import io.gantry.engine.hostile.Canary;
import io.gantry.engine.hostile.Ground;
import java.io.IOException;

/** How a link can lead out of a root. */
enum LinkKind {
  ABSOLUTE("an absolute link"),
  CLIMBING("a climbing link"),
  CHAINED("a chain of links"),
  DANGLING("a dangling link"),
  LOOP("a loop of links");

  private final String words;

  LinkKind(String words) {
    this.words = words;
  }

  /** What a link of this kind says; a dangling one would have something made where it leads. */
  String target(Canary canary, String name) {
    return switch (this) {
      case ABSOLUTE -> canary.path(name).toString();
      case CLIMBING -> "../".repeat(30) + canary.path(name).toString().substring(1);
      case CHAINED -> "hop-1";
      case DANGLING -> canary.path("missing").toString();
      case LOOP -> "round";
    };
  }

  /** Puts one there that leads to this of the canary. */
  void plant(Ground ground, String path, String name) throws IOException {
    String parent = path.substring(0, path.lastIndexOf('/') + 1);
    ground.link(path, target(ground.canary(), name));
    if (this == CHAINED) {
      ground.link(parent + "hop-1", "hop-2");
      ground.link(parent + "hop-2", ground.canary().path(name).toString());
    } else if (this == LOOP) {
      ground.link(parent + "round", path.substring(parent.length()));
    }
  }

  @Override
  public String toString() {
    return words;
  }
}
