package io.gantry.api.secret;

/**
 * What a secret holds from now on.
 *
 * @param data 1 to 512,000 bytes, in base64
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ReplaceSecret(byte[] data) {
  /** Never with what it holds. */
  @Override
  public String toString() {
    return "replacement of a secret";
  }
}
