package io.gantry.bench.crash;

import io.gantry.bench.product.Installation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * One run: an installation of its own, clients, kills evenly over their work, and the comparison of
 * history and ledger.
 */
public final class CrashRun {
  private static final Duration SETTLING = Duration.ofMinutes(3);

  private final int containers;
  private final int kills;
  private final int clients;
  private final long seed;
  private final Consumer<String> progress;

  /**
   * @param containers how many are acknowledged before the run ends
   * @param kills how many kills are spread over them
   * @param seed the same seed gives the same order of victims
   * @param progress is told a line after each kill
   */
  public CrashRun(int containers, int kills, int clients, long seed, Consumer<String> progress) {
    this.containers = containers;
    this.kills = kills;
    this.clients = clients;
    this.seed = seed;
    this.progress = progress;
  }

  /** What came out of it. */
  public record Result(
      int acknowledged,
      int rows,
      int unseen,
      int injured,
      Map<Victim, Integer> kills,
      Duration took,
      List<String> differences) {
    public Result {
      kills = Map.copyOf(kills);
      differences = List.copyOf(differences);
    }
  }

  /** Runs against an installation that is up. */
  public Result against(Installation installation) throws IOException, InterruptedException {
    installation.importBusybox();
    long begin = System.nanoTime();
    History history = new History();
    Workload workload =
        new Workload(installation.controlPlane(), history, containers, new Random(seed));
    Strikers strikers = new Strikers(installation, history, kills, seed);
    workload.allow(2 * perPartKill());
    workload.start(clients);
    try {
      strikers.run(
          containers,
          () -> {
            workload.allow(perPartKill());
            progress.accept(
                "%d of %d kills, %d of %d containers"
                    .formatted(strikers.count(), kills, history.count(), containers));
          });
      workload.join();
    } finally {
      workload.stop();
    }
    installation.upAgain();
    return compare(
        installation, history, strikers.kills(), Duration.ofNanos(System.nanoTime() - begin));
  }

  /** So much work goes on between two kills of parts that there is some under way at each. */
  private int perPartKill() {
    return Math.ceilDiv(containers, Strikers.ofParts(kills) + 1);
  }

  private static Result compare(
      Installation installation, History history, Map<Victim, Integer> kills, Duration took)
      throws IOException, InterruptedException {
    List<Acknowledged> acknowledged = history.acknowledged();
    List<LedgerRow> rows =
        new LedgerReader(installation.controlPlane()).await(acknowledged, SETTLING);
    long unseen = rows.stream().filter(row -> row.code() < 0).count();
    return new Result(
        acknowledged.size(),
        rows.size(),
        (int) unseen,
        history.injuries(),
        kills,
        took,
        LedgerCheck.differences(acknowledged, rows));
  }
}
