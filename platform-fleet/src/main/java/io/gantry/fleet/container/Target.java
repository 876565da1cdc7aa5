package io.gantry.fleet.container;

import org.jspecify.annotations.Nullable;

/**
 * The container an operation is for.
 *
 * @param reference id, name or unique prefix of an id
 * @param expectedVersion the version the caller last saw; if the container has another one by now
 *     the operation is refused. Absent is any.
 */
public record Target(String reference, @Nullable Long expectedVersion) {
  /** Whatever its version is. */
  public static Target of(String reference) {
    return new Target(reference, null);
  }
}
