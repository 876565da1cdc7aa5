package io.gantry.api.resource;

import io.gantry.api.container.ExitCause;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the exit ledger are meant; what is absent or empty does not narrow.
 *
 * @param container id, unique prefix of an id, or name
 * @param image reference as in the spec
 * @param imageDigest of the image's configuration
 * @param labels each must have been on the container with this value; rows from before labels were
 *     kept match none
 * @param codes any of these
 * @param failed only runs that failed: their code is not 0, and nobody asked for the end
 * @param node name or id
 * @param since runs that ended at this instant or later
 * @param until runs that ended before this instant
 */
public record ExitFilter(
    @Nullable String container,
    @Nullable String image,
    @Nullable String imageDigest,
    Map<String, String> labels,
    Set<Integer> codes,
    boolean failed,
    @Nullable ExitCause cause,
    @Nullable String node,
    @Nullable Instant since,
    @Nullable Instant until) {
  /** Most codes a question can name. */
  public static final int MAXIMUM_CODES = 100;

  public static final ExitFilter ALL = builder().build();

  public ExitFilter {
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    codes = codes == null ? Set.of() : Set.copyOf(codes);
    if (codes.size() > MAXIMUM_CODES) {
      throw new IllegalArgumentException("at most " + MAXIMUM_CODES + " codes can be named");
    }
  }

  /** A filter that narrows nothing yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same for runs that ended at this instant or later. */
  public ExitFilter from(Instant instant) {
    return new ExitFilter(
        container, image, imageDigest, labels, codes, failed, cause, node, instant, until);
  }

  /** The same for runs that ended from the one instant to before the other. */
  public ExitFilter between(Instant from, Instant before) {
    return new ExitFilter(
        container, image, imageDigest, labels, codes, failed, cause, node, from, before);
  }

  /** Narrows step by step. Not thread-safe. */
  public static final class Builder {
    private @Nullable String container;
    private @Nullable String image;
    private @Nullable String imageDigest;
    private Map<String, String> labels = Map.of();
    private Set<Integer> codes = Set.of();
    private boolean failed;
    private @Nullable ExitCause cause;
    private @Nullable String node;
    private @Nullable Instant since;
    private @Nullable Instant until;

    private Builder() {}

    /** Id, unique prefix of an id, or name. */
    public Builder container(@Nullable String reference) {
      this.container = reference;
      return this;
    }

    /** Reference as in the spec. */
    public Builder image(@Nullable String reference) {
      this.image = reference;
      return this;
    }

    /** Of the image's configuration. */
    public Builder imageDigest(@Nullable String digest) {
      this.imageDigest = digest;
      return this;
    }

    /** Each must have been on the container with this value. */
    public Builder labels(Map<String, String> all) {
      this.labels = all;
      return this;
    }

    /** Any of these codes. */
    public Builder codes(Set<Integer> any) {
      this.codes = any;
      return this;
    }

    /** Whether only runs that failed are meant. */
    public Builder failed(boolean only) {
      this.failed = only;
      return this;
    }

    /** Ended for this reason. */
    public Builder cause(@Nullable ExitCause reason) {
      this.cause = reason;
      return this;
    }

    /** Name or id. */
    public Builder node(@Nullable String nameOrId) {
      this.node = nameOrId;
      return this;
    }

    /** Ended at this instant or later. */
    public Builder since(@Nullable Instant instant) {
      this.since = instant;
      return this;
    }

    /** Ended before this instant. */
    public Builder until(@Nullable Instant instant) {
      this.until = instant;
      return this;
    }

    /** The filter as it is now. */
    public ExitFilter build() {
      return new ExitFilter(
          container, image, imageDigest, labels, codes, failed, cause, node, since, until);
    }
  }
}
