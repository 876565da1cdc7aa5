package io.gantry.api.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A content digest, {@code sha256:} and 64 hexadecimal characters; validated, so it may be part of
 * a path.
 */
public record Digest(@JsonValue String value) implements Comparable<Digest> {
  private static final Pattern FORMAT = Pattern.compile("sha256:[0-9a-f]{64}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Digest {
    if (!FORMAT.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a digest is sha256: and 64 lower-case hexadecimal characters");
    }
  }

  /** The hexadecimal part. */
  public String hex() {
    return value.substring("sha256:".length());
  }

  @Override
  public int compareTo(Digest other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
