package io.gantry.engine.image.signature;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.engine.image.document.ImageName;
import java.util.List;
import java.util.Optional;

/**
 * Checks the signatures of an image that was found in its repository and not fetched yet. Signed
 * may be what the name stands for, or what was chosen of it for this platform: who signs an index
 * vouches for all it names.
 */
public final class SignatureCheck {
  private final ImageName name;
  private final SignatureStore store;

  /**
   * What was signed, and by whom.
   *
   * @param key its fingerprint
   */
  public record Proof(Digest signed, String key) {}

  public SignatureCheck(ImageName name, SignatureStore store) {
    this.name = name;
    this.store = store;
  }

  /**
   * Looks for a good signature.
   *
   * @param digests of which one has to be signed
   * @return the proof; nothing if none is needed
   * @throws GantryException POLICY_DENIED; REGISTRY if nobody can say
   */
  public Optional<Proof> require(Trust trust, List<Digest> digests) {
    return switch (trust) {
      case Trust.Accept accept -> Optional.empty();
      case Trust.Reject reject -> throw denied("takes no image from there");
      case Trust.SignedBy signed -> Optional.of(proof(signed, digests));
    };
  }

  private Proof proof(Trust.SignedBy trust, List<Digest> digests) {
    int seen = 0;
    for (Digest digest : digests.stream().distinct().toList()) {
      for (SignatureList.Signed signed : signatures(digest)) {
        seen++;
        byte[] payload = store.fetch(signed.payload());
        for (SigningKey key : trust.keys()) {
          // What nobody trusted has signed is not even read.
          if (key.signed(payload, signed.signature()) && Claim.parse(payload).isOf(name, digest)) {
            return new Proof(digest, key.fingerprint());
          }
        }
      }
    }
    throw denied(
        seen == 0
            ? "wants it signed, and it has no signature"
            : "wants it signed, and none of its " + seen + " signatures is good");
  }

  private List<SignatureList.Signed> signatures(Digest digest) {
    return store
        .tagged("sha256-" + digest.hex() + ".sig")
        .map(manifest -> SignatureList.parse(manifest).signatures())
        .orElse(List.of());
  }

  private GantryException denied(String what) {
    return GantryException.of(
            ErrorCode.POLICY_DENIED,
            "the node's owner " + what + ": ask for another image, or for a signature")
        .about("image", name);
  }
}
