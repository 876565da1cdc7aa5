package io.gantry.engine.image.document;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import java.util.Optional;

/**
 * A reference to an image, in full: {@code registry/repository:tag} or {@code
 * registry/repository@sha256:…}. Of a tag and a digest the digest counts. What a user leaves out is
 * Docker Hub, {@code library/} and {@code latest}; {@link #toString} leaves the first two out
 * again, and is unique.
 */
public record ImageName(String registry, String repository, String qualifier) {
  private static final int MAX_LENGTH = 512;
  private static final String DOCKER_HUB = "registry-1.docker.io";

  /**
   * Reads what a user wrote.
   *
   * @throws GantryException INVALID_ARGUMENT
   */
  public static ImageName parse(String text) {
    try {
      if (text.length() > MAX_LENGTH) {
        throw invalid("an image reference of more than " + MAX_LENGTH + " characters", null);
      }
      ImageReference reference = ImageReference.parse(text);
      if (reference.isScratch() || !hasDigestOfOurKind(reference)) {
        throw invalid("'" + text + "' names no image", null);
      }
      return new ImageName(
          reference.getRegistry(), reference.getRepository(), reference.getQualifier());
    } catch (InvalidImageReferenceException e) {
      throw invalid("'" + printable(text) + "' is no image reference", e);
    }
  }

  private static boolean hasDigestOfOurKind(ImageReference reference) {
    return reference.getDigest().map(digest -> digest.startsWith("sha256:")).orElse(true);
  }

  /** The digest of its manifest, if it is named by that. */
  public Optional<Digest> digest() {
    return qualifier.startsWith("sha256:") ? Optional.of(new Digest(qualifier)) : Optional.empty();
  }

  /**
   * Registry and repository, as people write them in full and signatures name them: {@code
   * docker.io/library/app}.
   */
  public String path() {
    return (registry.equals(DOCKER_HUB) ? "docker.io" : registry) + "/" + repository;
  }

  /** The same repository's image of that manifest. */
  public ImageName withDigest(Digest manifest) {
    return new ImageName(registry, repository, manifest.value());
  }

  @Override
  public String toString() {
    return ImageReference.of(registry, repository, qualifier).toStringWithQualifier();
  }

  private static GantryException invalid(
      String what, @org.jspecify.annotations.Nullable Throwable cause) {
    String message = what + ": write it as name:tag or registry/name@sha256:…";
    return cause == null
        ? GantryException.of(ErrorCode.INVALID_ARGUMENT, message)
        : GantryException.of(ErrorCode.INVALID_ARGUMENT, message, cause);
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
