package io.gantry.engine.image.signature;

import io.gantry.engine.image.document.Documents;
import io.gantry.engine.image.document.ImageInvalid;
import io.gantry.engine.image.document.Manifest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The signatures of one digest, as cosign lists them in a manifest of their own. */
record SignatureList(List<Signed> signatures) {
  static final String PAYLOAD_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
  static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  /** As many are looked at. */
  static final int MOST = 64;

  private static final int LONGEST_PAYLOAD = 64 * 1024;
  private static final int LONGEST_SIGNATURE = 1024;

  /**
   * One signature, and where to find what it signs.
   *
   * @param text in Base64
   */
  record Signed(Manifest.Descriptor payload, String text) {
    byte[] signature() {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        return new byte[0]; // signs nothing
      }
    }
  }

  SignatureList {
    signatures = List.copyOf(signatures);
  }

  /** Reads a list; what is no signature in it is passed over. */
  static SignatureList parse(byte[] manifest) {
    JsonNode layers = Documents.parse("list of signatures", manifest).path("layers");
    if (layers.size() > MOST) {
      throw ImageInvalid.because("it has more than " + MOST + " signatures");
    }
    List<Signed> signatures = new ArrayList<>();
    for (JsonNode layer : layers) {
      String text = Documents.text(layer.path("annotations").path(SIGNATURE));
      boolean signed = PAYLOAD_TYPE.equals(layer.path("mediaType").asString(""));
      if (signed && text != null && text.length() <= LONGEST_SIGNATURE) {
        Manifest.Descriptor payload = Manifest.Descriptor.parse(layer);
        if (payload.size() <= LONGEST_PAYLOAD) {
          signatures.add(new Signed(payload, text));
        }
      }
    }
    return new SignatureList(signatures);
  }
}
