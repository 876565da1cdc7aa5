package io.gantry.engine.image.signature;

import java.util.List;

/** Which images of a repository are taken. */
public sealed interface Trust {
  /** All. */
  record Accept() implements Trust {}

  /** None. */
  record Reject() implements Trust {}

  /** Those that one of the keys has signed. */
  record SignedBy(List<SigningKey> keys) implements Trust {
    public SignedBy {
      keys = List.copyOf(keys);
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("images are to be signed, but there is no key");
      }
    }
  }
}
