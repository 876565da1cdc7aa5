package io.gantry.ctl.ledger;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Times;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From when to when. */
final class Period {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only from then: an instant, or a time back from now as 2h.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Only up to then.")
  private @Nullable String until;

  ApiPath addTo(ApiPath path, Clock clock) {
    return path.with("since", since == null ? null : Times.instant(since, clock))
        .with("until", until == null ? null : Times.instant(until, clock));
  }
}
