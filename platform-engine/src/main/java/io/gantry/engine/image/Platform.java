package io.gantry.engine.image;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What images are made for, in Go's words as images use them.
 *
 * @param architecture for example {@code amd64}
 * @param os for example {@code linux}
 */
record Platform(String architecture, String os) {

  /** The platform of this host. */
  static Platform ofHost() {
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String architecture =
        switch (machine) {
          case "x86_64", "amd64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> machine;
        };
    return new Platform(architecture, "linux");
  }

  /** The first entry of an index that is made for this platform. */
  JsonNode choose(JsonNode manifests) {
    for (JsonNode entry : manifests) {
      JsonNode wanted = entry.path("platform");
      if (architecture.equals(wanted.path("architecture").asString(""))
          && os.equals(wanted.path("os").asString(""))) {
        return entry;
      }
    }
    throw ImageInvalid.because("it exists for other platforms than " + this);
  }

  @Override
  public String toString() {
    return os + "/" + architecture;
  }
}
