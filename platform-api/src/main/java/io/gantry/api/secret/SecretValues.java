package io.gantry.api.secret;

import java.util.List;

/** What the secrets of a container hold, for the node it was given to. */
public record SecretValues(List<SecretValue> secrets) {
  public SecretValues {
    secrets = secrets == null ? List.of() : List.copyOf(secrets);
  }

  /**
   * One secret.
   *
   * @param data in base64
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record SecretValue(String name, byte[] data) {
    /** Never with what it holds. */
    @Override
    public String toString() {
      return "secret " + name;
    }
  }
}
