package io.gantry.ctl.ledger;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Times;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From when to when, and how much. */
final class Period {
  private static final int DEFAULT_LIMIT = 100;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only from then: an instant, or a time back from now as 2h.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Only up to then.")
  private @Nullable String until;

  @Option(names = "--limit", description = "Most rows (default 100; 0: without).")
  private int limit = DEFAULT_LIMIT;

  ApiPath addTo(ApiPath path, Clock clock) {
    return path.with("since", since == null ? null : Times.instant(since, clock))
        .with("until", until == null ? null : Times.instant(until, clock));
  }

  int limit() {
    return limit;
  }
}
