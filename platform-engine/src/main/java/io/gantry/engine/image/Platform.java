package io.gantry.engine.image;

import java.util.Locale;

/**
 * What images are made for, in Go's words as images use them.
 *
 * @param architecture for example {@code amd64}
 * @param os for example {@code linux}
 */
public record Platform(String architecture, String os) {

  /** The platform of this host. */
  public static Platform ofHost() {
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String architecture =
        switch (machine) {
          case "x86_64", "amd64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> machine;
        };
    return new Platform(architecture, "linux");
  }
}
