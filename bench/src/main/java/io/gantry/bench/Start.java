package io.gantry.bench;

import io.gantry.bench.product.BusyboxArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark {@code start}: the life of containers, beside Podman's service and the floor. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = "Create, start, wait, stop, remove and throughput beside Podman and the floor.")
public final class Start implements Callable<Integer> {
  @Option(names = "--rounds", description = "Rounds (default 30).", defaultValue = "30")
  private int rounds;

  @Option(
      names = "--warm-up",
      description = "Rounds before that are not counted (default 10).",
      defaultValue = "10")
  private int warmUp;

  @Option(
      names = "--seconds",
      description = "Seconds of each throughput (default 10).",
      defaultValue = "10")
  private int seconds;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  private Start() {}

  @Override
  public Integer call() throws Exception {
    try (BenchDirectory directory = BenchDirectory.make(Path.of("/var/tmp"))) {
      Path archive = BusyboxArchive.write(directory.path().resolve("busybox.tar"));
      try (Peers peers = Peers.start(directory.path(), archive)) {
        measure(peers.all());
      }
    }
    return 0;
  }

  private void measure(List<Peer> peers) throws Exception {
    List<Round> all = new ArrayList<>();
    for (Peer peer : peers) {
      all.add(new Round(peer, BusyboxArchive.REFERENCE));
    }
    repeat(all, warmUp);
    all.forEach(Round::forget);
    repeat(all, rounds);
    Figures figures = new Figures(spec.commandLine().getOut());
    figures.header(peers.stream().map(Peer::name).toList());
    for (Row row : Row.values()) {
      figures.row(row.title(), all.stream().map(round -> round.of(row)).toList());
    }
    figures.numbers("what the bridge adds, p50", added(all, Row.CREATE_START_BRIDGE), "ms");
    figures.numbers(
        "what a bridge in use adds, p50", added(all, Row.CREATE_START_USED_BRIDGE), "ms");
    throughput(figures, peers);
  }

  private static void repeat(List<Round> all, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      for (Round round : all) {
        round.run();
      }
    }
  }

  private static List<Double> added(List<Round> rounds, Row row) {
    return rounds.stream().map(round -> added(round, row)).toList();
  }

  private static double added(Round round, Row row) {
    Duration with = round.of(row).percentile(0.5);
    Duration without = round.of(Row.CREATE_START_NONE).percentile(0.5);
    return with.minus(without).toNanos() / 1e6;
  }

  private void throughput(Figures figures, List<Peer> peers) throws Exception {
    for (int clients : List.of(1, 4, 8)) {
      List<Double> values = new ArrayList<>();
      for (Peer peer : peers) {
        values.add(
            new Throughput(peer, BusyboxArchive.REFERENCE)
                .perSecond(clients, Duration.ofSeconds(seconds)));
      }
      figures.numbers("short containers, " + clients + " clients", values, "/s");
    }
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Start()).execute(arguments));
  }
}
