package io.gantry.ctl.ledger;

import io.gantry.api.ledger.ExitGroup;
import io.gantry.api.ledger.ExitGroup.Durations;
import io.gantry.api.ledger.ExitGrouping;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs counted by what they have in common. */
@Command(
    name = "groups",
    mixinStandardHelpOptions = true,
    description = "Count runs by what they have in common: how many failed, how long they took.")
final class Groups implements Runnable {
  private final Shell shell;

  @Option(
      names = "--by",
      required = true,
      split = ",",
      description = "What to count by, as image,day: ${COMPLETION-CANDIDATES}.")
  private List<ExitGrouping> by = new ArrayList<>();

  @Option(
      names = "--zone",
      description = "Time zone by which hours and days begin, as Europe/Berlin (default UTC).")
  private @Nullable String zone;

  @Mixin private final ExitOptions options = new ExitOptions();

  Groups(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    ApiPath path =
        options
            .addBounded(ApiPath.of("exits", "groups"), shell.clock())
            .with("by", by)
            .with("zone", zone);
    new BoundedAnswer(shell).print(path, ExitGroup.class, table());
  }

  private Table<ExitGroup> table() {
    Table<ExitGroup> table = new Table<>();
    for (ExitGrouping one : by) {
      table.column(one.name(), row -> key(row.key(), one));
    }
    return table
        .column("RUNS", ExitGroup::runs)
        .column("FAILURES", ExitGroup::failures)
        .column("OUT OF MEMORY", ExitGroup::outOfMemory)
        .column("P50", row -> span(row, Durations::p50))
        .column("P95", row -> span(row, Durations::p95))
        .column("P99", row -> span(row, Durations::p99));
  }

  private static @Nullable Object key(ExitGroup.Key key, ExitGrouping one) {
    return switch (one) {
      case CONTAINER -> key.container();
      case IMAGE -> key.image();
      case DIGEST -> key.imageDigest();
      case CODE -> key.code();
      case CAUSE -> key.cause() == null ? null : Exits.word(key.cause());
      case NODE -> key.node();
      case MINUTE, HOUR, DAY -> key.from();
    };
  }

  private static String span(ExitGroup group, Function<Durations, Duration> which) {
    return Times.span(group.durations() == null ? null : which.apply(group.durations()));
  }
}
