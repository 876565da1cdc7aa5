package io.gantry.engine.image.signature;

import io.gantry.engine.image.document.Manifest;
import java.util.Optional;

/** Where the signatures of an image lie: beside it, in its repository. */
public interface SignatureStore {
  /** The manifest by that tag, if there is one. */
  Optional<byte[]> tagged(String tag);

  /** Something by its digest, and what it is called. */
  byte[] fetch(Manifest.Descriptor part);
}
