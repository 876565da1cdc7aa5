package io.gantry.engine.image.document;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * What images are made for, in Go's words as images use them. Words that mean the same are made
 * one: {@code aarch64} is {@code arm64}, whose variant {@code v8} and {@code amd64}'s {@code v1}
 * are left out, and {@code arm} without a variant is {@code v7}.
 *
 * @param architecture for example {@code amd64}
 * @param os for example {@code linux}
 * @param variant of the architecture, for example {@code v7}; often empty
 */
public record Platform(String architecture, String os, String variant) {
  private static final Pattern WORD = Pattern.compile("[a-zA-Z0-9._-]{1,32}");
  private static final int OLDEST_ARM = 5;

  public Platform {
    architecture =
        switch (architecture) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> architecture;
        };
    variant =
        switch (architecture + variant) {
          case "amd64v1", "arm64v8" -> "";
          case "arm" -> "v7";
          default -> variant;
        };
  }

  /** The platform of this host. */
  public static Platform ofHost() {
    return new Platform(System.getProperty("os.arch").toLowerCase(Locale.ROOT), "linux", "");
  }

  /** What a document says; a word that is none is told as {@code ?}. */
  public static Platform parse(JsonNode node) {
    return new Platform(word(node, "architecture"), word(node, "os"), word(node, "variant"));
  }

  private static String word(JsonNode node, String field) {
    String text = node.path(field).asString("");
    return text.isEmpty() || WORD.matcher(text).matches() ? text : "?";
  }

  /** Whose programs run here, the best first: this one, and older variants of arm. */
  List<Platform> accepted() {
    if (!architecture.equals("arm") || !variant.matches("v[5-8]")) {
      return List.of(this);
    }
    int newest = variant.charAt(1) - '0';
    return IntStream.iterate(newest, v -> v >= OLDEST_ARM, v -> v - 1)
        .mapToObj(v -> new Platform(architecture, os, "v" + v))
        .toList();
  }

  /** Whether an image of that kind runs here; what it does not say is not held against it. */
  public boolean runs(Platform image) {
    boolean here = image.os.isEmpty() || image.os.equals(os);
    return here
        && (image.architecture.isEmpty()
            || accepted().contains(new Platform(image.architecture, os, image.variant)));
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
