package io.gantry.api.container;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A container's id: 64 lower-case hexadecimal characters (rule STORAGE-15). */
public record ContainerId(@JsonValue String value) implements Comparable<ContainerId> {
  private static final Pattern FORMAT = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern ALL_DECIMAL = Pattern.compile("[0-9]{12}.*");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ContainerId {
    if (!FORMAT.matcher(value).matches()) {
      throw new IllegalArgumentException("a container id has 64 lower-case hexadecimal characters");
    }
  }

  /** A fresh id whose short form cannot be taken for a number. */
  public static ContainerId random(SecureRandom source) {
    byte[] bytes = new byte[32];
    String value;
    do {
      source.nextBytes(bytes);
      value = HexFormat.of().formatHex(bytes);
    } while (ALL_DECIMAL.matcher(value).matches());
    return new ContainerId(value);
  }

  /** The first 12 characters, as shown to people. */
  public String shortId() {
    return value.substring(0, 12);
  }

  @Override
  public int compareTo(ContainerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
