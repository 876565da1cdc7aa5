package io.gantry.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Prints samples of several peers beside each other, with ratios to the first. */
public final class Figures {
  private final PrintWriter out;

  public Figures(PrintWriter out) {
    this.out = out;
  }

  /** Names the peers. */
  public void header(List<String> peers) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-45s", "work"));
    peers.forEach(peer -> line.append(String.format(Locale.ROOT, "%24s", peer)));
    out.println(line);
  }

  /** Medians, each with its share of the first one. */
  public void row(String title, List<Samples> samples) {
    row(title + ", p50", samples.stream().map(sample -> sample.percentile(0.5)).toList(), "ms");
    row(title + ", p99", samples.stream().map(sample -> sample.percentile(0.99)).toList(), "ms");
  }

  private void row(String title, List<Duration> values, String unit) {
    numbers(title, values.stream().map(value -> value.toNanos() / 1e6).toList(), unit);
  }

  /** Numbers, each with its share of the first one. */
  public void numbers(String title, List<Double> values, String unit) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-45s", title));
    for (double value : values) {
      line.append(String.format(Locale.ROOT, "%12.2f %-3s", value, unit))
          .append(String.format(Locale.ROOT, "%7.3f×", value / values.getFirst()));
    }
    out.println(line);
    out.flush();
  }
}
