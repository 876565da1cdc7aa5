package io.gantry.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/**
 * Writes texts from a node so that PostgreSQL takes them: without NUL and unpaired surrogates, and
 * not too long.
 */
final class StorableText extends StdScalarSerializer<String> {
  private static final int MAXIMUM_CHARACTERS = 4096;
  private static final char REPLACEMENT = '\uFFFD';

  StorableText() {
    super(String.class);
  }

  static String of(String text) {
    String bounded = text.substring(0, Math.min(text.length(), MAXIMUM_CHARACTERS));
    return new String(bounded.getBytes(UTF_8), UTF_8).replace('\0', REPLACEMENT);
  }

  @Override
  public void serialize(String text, JsonGenerator generator, SerializationContext context) {
    generator.writeString(of(text));
  }
}
