package io.gantry.ctl.ledger;

import io.gantry.api.ledger.ExitVerdict;
import io.gantry.api.ledger.ExitVerdict.Predecessor;
import io.gantry.api.ledger.ExitVerdict.Sample;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether a new version of an image fails more often than the one before. */
@Command(
    name = "verdicts",
    mixinStandardHelpOptions = true,
    description = "Say of each image whether it fails more often than what ran before it.")
final class Verdicts implements Runnable {
  private static final int SHORT_DIGEST = 19;

  private final Shell shell;

  @Mixin private final ExitOptions options = new ExitOptions();

  Verdicts(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    new BoundedAnswer(shell)
        .print(
            options.addBounded(ApiPath.of("exits", "verdicts"), shell.clock()),
            ExitVerdict.class,
            table());
  }

  private static Table<ExitVerdict> table() {
    return new Table<ExitVerdict>()
        .column("IMAGE", ExitVerdict::image)
        .column("DIGEST", row -> shortened(row.imageDigest()))
        .column("FIRST STARTED", ExitVerdict::firstStartedAt)
        .column("VERDICT", row -> row.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .column("FAILED", row -> failed(row.sample()))
        .column("BEFORE", row -> before(row.predecessor()))
        .column("DIFFERENCE", row -> difference(row.predecessor()))
        .column("CONTAINERS", row -> row.sample().containers());
  }

  private static String shortened(String digest) {
    return digest.length() <= SHORT_DIGEST ? digest : digest.substring(0, SHORT_DIGEST);
  }

  private static @Nullable String before(@Nullable Predecessor predecessor) {
    return predecessor == null
        ? null
        : shortened(predecessor.imageDigest()) + ": " + failed(predecessor.sample());
  }

  /** As {@code 48/80 = 60% (49%..70%)}. */
  private static String failed(Sample sample) {
    return String.format(
        Locale.ROOT,
        "%d/%d = %d%% (%d%%..%d%%)",
        sample.failures(),
        sample.runs(),
        percent(sample.failureRate()),
        percent(sample.interval().low()),
        percent(sample.interval().high()));
  }

  private static @Nullable String difference(@Nullable Predecessor predecessor) {
    return predecessor == null
        ? null
        : String.format(
            Locale.ROOT,
            "%+d%%..%+d%%",
            percent(predecessor.difference().low()),
            percent(predecessor.difference().high()));
  }

  private static long percent(double share) {
    return Math.round(100 * share);
  }
}
