package io.gantry.engine.image.registry;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.engine.image.document.Documents;
import io.gantry.engine.image.document.ImageInvalid;
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.image.document.Index;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.image.document.Platform;
import io.gantry.engine.image.document.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one request fetches an image from: its mirrors in order, then its registry. Who fails is
 * passed over; what the last one says is the failure. Thread-safe.
 */
public final class Source {
  private static final Logger LOG = LoggerFactory.getLogger(Source.class);
  private static final int MAX_NESTING = 4;

  private final ImageName name;
  private final List<Remote> remotes;
  private final RetryPolicy policy;

  /**
   * What a name stands for, on one platform.
   *
   * @param digest of the manifest
   * @param named of what the name stands for: the manifest, or an index above it
   */
  public record Found(Manifest manifest, Digest digest, Digest named) {}

  /** What is asked of one of the places. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Remote remote) throws IOException;
  }

  Source(ImageName name, List<Remote> remotes, RetryPolicy policy) {
    this.name = name;
    this.remotes = List.copyOf(remotes);
    this.policy = policy;
  }

  RetryPolicy policy() {
    return policy;
  }

  ImageName name() {
    return name;
  }

  /**
   * Looks a tag or digest up; an index is followed to the manifest for the platform.
   *
   * @throws GantryException NO_SUCH_IMAGE, REGISTRY, IMAGE_INVALID; UNSUPPORTED if there is none
   *     for the platform
   */
  public Found find(Platform platform) {
    byte[] content = manifest(name.qualifier());
    Digest named = Sha256.of(content);
    int nesting = 0;
    while (Index.is(content)) {
      if (nesting++ == MAX_NESTING) {
        throw ImageInvalid.because("its indexes are nested too deep");
      }
      content = manifest(Index.parse(content).choose(platform).manifest().digest().value());
    }
    return new Found(Manifest.parse(content), Sha256.of(content), named);
  }

  private byte[] manifest(String reference) {
    return any(remote -> policy.send(() -> remote.manifest(reference)));
  }

  /** What the repository has by another tag; nothing if it has no such tag. */
  public Optional<byte[]> tagged(String tag) {
    try {
      return Optional.of(manifest(tag));
    } catch (GantryException e) {
      if (e.code() == ErrorCode.NO_SUCH_IMAGE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Fetches something short.
   *
   * @throws GantryException IMAGE_INVALID if it is long or not what it is called
   */
  public byte[] fetch(Manifest.Descriptor part) {
    if (part.size() > Documents.MAX_BYTES) {
      throw ImageInvalid.because("a part of it is longer than " + Documents.MAX_BYTES + " bytes");
    }
    return any(
        remote -> {
          ByteArrayOutputStream content = new ByteArrayOutputStream();
          new BlobDownload(this, remote, part).to(content, step -> {});
          return content.toByteArray();
        });
  }

  /** Asks one after the other until one has it. */
  <T> T any(Question<T> question) {
    @Nullable GantryException failure = null;
    for (Remote remote : remotes) {
      try {
        return ask(remote, question);
      } catch (GantryException e) {
        if (!isTheirs(e)) {
          throw e;
        }
        failure = e;
        if (remotes.size() > 1) {
          LOG.info("registry failed image={} at={} code={}", name, remote, e.code());
        }
      }
    }
    throw failure == null ? ImageInvalid.because("it has no registry") : failure;
  }

  private <T> T ask(Remote remote, Question<T> question) {
    try {
      return question.ask(remote);
    } catch (IOException e) {
      throw RegistryFailure.of(name, e);
    }
  }

  /** Whether the place asked is at fault, and another one may do better. */
  private static boolean isTheirs(GantryException failure) {
    return !Thread.currentThread().isInterrupted()
        && switch (failure.code()) {
          case REGISTRY, NO_SUCH_IMAGE, IMAGE_INVALID -> true;
          default -> false;
        };
  }
}
