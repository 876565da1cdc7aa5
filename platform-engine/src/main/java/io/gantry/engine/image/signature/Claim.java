package io.gantry.engine.image.signature;

import io.gantry.api.image.Digest;
import io.gantry.engine.image.document.Documents;
import io.gantry.engine.image.document.ImageName;
import tools.jackson.databind.JsonNode;

/**
 * What a signature says: this content is that repository's.
 *
 * @param repository in full, as {@link ImageName#path}
 */
record Claim(String type, String digest, String repository) {
  private static final String TYPE = "cosign container image signature";
  private static final String OTHER_HUB = "index.docker.io/";

  static Claim parse(byte[] payload) {
    JsonNode critical = Documents.parse("signature", payload).path("critical");
    String repository = critical.path("identity").path("docker-reference").asString("");
    return new Claim(
        critical.path("type").asString(""),
        critical.path("image").path("docker-manifest-digest").asString(""),
        repository.startsWith(OTHER_HUB)
            ? "docker.io/" + repository.substring(OTHER_HUB.length())
            : repository);
  }

  boolean isOf(ImageName name, Digest content) {
    return type.equals(TYPE) && digest.equals(content.value()) && repository.equals(name.path());
  }
}
