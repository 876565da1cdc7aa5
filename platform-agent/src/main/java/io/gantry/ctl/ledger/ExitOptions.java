package io.gantry.ctl.ledger;

import io.gantry.api.container.ExitCause;
import io.gantry.api.resource.Page;
import io.gantry.ctl.client.ApiPath;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which rows of the exit ledger are meant, the same for every question to it. */
final class ExitOptions {
  @Option(names = "--container", description = "Of this container, by id or name.")
  private @Nullable String container;

  @Option(names = "--image", description = "Of this image.")
  private @Nullable String image;

  @Option(names = "--digest", description = "Of the image with this digest.")
  private @Nullable String digest;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "NAME=value",
      description = "Of containers that had this label; several must all fit.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--code",
      split = ",",
      description = "With this exit code; any of several, as 137,139.")
  private List<Integer> codes = new ArrayList<>();

  @Option(
      names = "--failed",
      description = "Only with another code than 0, and when nobody asked for the end.")
  private boolean failed;

  @Option(names = "--cause", description = "For this reason: ${COMPLETION-CANDIDATES}.")
  private @Nullable ExitCause cause;

  @Option(names = "--node", description = "On this node.")
  private @Nullable String node;

  @Mixin private final Period period = new Period();
  @Mixin private final Limit rows = new Limit();

  /** The path with a parameter for each option that was given, except the limit. */
  ApiPath addTo(ApiPath path, Clock clock) {
    return period.addTo(
        path.with("container", container)
            .with("image", image)
            .with("imageDigest", digest)
            .with("label", labels)
            .with("code", codes)
            .when(failed, "failed")
            .with("cause", cause)
            .with("node", node),
        clock);
  }

  /** The same, with the limit of an answer that has no pages. */
  ApiPath addBounded(ApiPath path, Clock clock) {
    int limit = limit();
    return addTo(path, clock)
        .with("limit", limit == 0 ? Page.MAXIMUM_LIMIT : Math.min(limit, Page.MAXIMUM_LIMIT));
  }

  int limit() {
    return rows.rows();
  }
}
