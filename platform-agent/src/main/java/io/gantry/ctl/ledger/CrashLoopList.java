package io.gantry.ctl.ledger;

import io.gantry.api.ledger.CrashLoop;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The containers that fail most. */
@Command(
    name = "crash-loops",
    mixinStandardHelpOptions = true,
    description = "Show the containers with most failures, of the last day unless said otherwise.")
final class CrashLoopList implements Runnable {
  private final Shell shell;

  @Mixin private final ExitOptions options = new ExitOptions();

  CrashLoopList(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    new BoundedAnswer(shell)
        .print(
            options.addBounded(ApiPath.of("exits", "crash-loops"), shell.clock()),
            CrashLoop.class,
            table());
  }

  private static Table<CrashLoop> table() {
    return new Table<CrashLoop>()
        .column("CONTAINER", row -> row.latest().record().container().shortId())
        .column("NAME", row -> row.latest().containerName())
        .column("FAILURES", row -> row.failures() + "/" + row.runs())
        .column("PER HOUR", row -> String.format(Locale.ROOT, "%.1f", row.failuresPerHour()))
        .column("LATEST CODE", row -> row.latest().record().code())
        .column("CAUSE", row -> Exits.cause(row.latest().record()))
        .column("AT", row -> row.latest().record().finishedAt())
        .column("NEXT ATTEMPT", CrashLoopList::next)
        .column("IMAGE", row -> row.latest().image())
        .column("NODE", row -> row.latest().node());
  }

  private static @Nullable String next(CrashLoop loop) {
    String word = loop.nextAttempt().name().toLowerCase(Locale.ROOT);
    return loop.nextAttemptAt() == null ? word : word + " " + loop.nextAttemptAt();
  }
}
