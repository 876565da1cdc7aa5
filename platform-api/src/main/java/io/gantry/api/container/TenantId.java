package io.gantry.api.container;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Who owns containers, images, volumes and networks: the scope of their names. At most 36
 * characters that are safe in paths, rows and interface names.
 */
public record TenantId(@JsonValue String value) implements Comparable<TenantId> {
  private static final Pattern FORMAT = Pattern.compile("[a-z0-9][a-z0-9-]{0,35}");

  /** The tenant of an engine that serves only one. */
  public static final TenantId DEFAULT = new TenantId("default");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TenantId {
    if (!FORMAT.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a tenant id has 1 to 36 lower-case letters, digits or '-'");
    }
  }

  @Override
  public int compareTo(TenantId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
