package io.gantry.api.secret;

/**
 * The wish for a secret.
 *
 * @param name a plain file name of up to 128 characters
 * @param data what it holds, 1 to 512,000 bytes, in base64
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CreateSecret(String name, byte[] data) {
  /** Never with what it holds. */
  @Override
  public String toString() {
    return "new secret " + name;
  }
}
