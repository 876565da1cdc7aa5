package io.gantry.bench;

import io.gantry.bench.product.BusyboxArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark {@code profile}: where the time of a short container goes, part by part. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description = "Time and processor time of each part of a short container's life.")
public final class Profile implements Callable<Integer> {
  /** Work that a peer does behind its answers is counted with the answer before it. */
  private static final Duration AFTERWARDS = Duration.ofMillis(100);

  @Option(
      names = "--containers",
      description = "Containers of each peer (default 60).",
      defaultValue = "60")
  private int containers;

  @Option(
      names = "--warm-up",
      description = "Containers before that are not counted (default 100).",
      defaultValue = "100")
  private int warmUp;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  private Profile() {}

  @Override
  public Integer call() throws Exception {
    try (BenchDirectory directory = BenchDirectory.make(Path.of("/var/tmp"))) {
      Path archive = BusyboxArchive.write(directory.path().resolve("busybox.tar"));
      try (Peers peers = Peers.start(directory.path(), archive)) {
        for (Peer peer : peers.all()) {
          var unused = lives(peer, warmUp);
        }
        print(peers.all());
      }
    }
    return 0;
  }

  private void print(List<Peer> peers) throws Exception {
    Figures figures = new Figures(spec.commandLine().getOut());
    figures.header(peers.stream().map(Peer::name).toList());
    List<Map<Phase, Effort>> all = new ArrayList<>();
    for (Peer peer : peers) {
      all.add(lives(peer, containers));
    }
    for (Phase phase : Phase.values()) {
      row(figures, phase.name().toLowerCase(Locale.ROOT), all, of -> of.get(phase));
    }
    row(figures, "whole", all, Profile::whole);
  }

  private static Effort whole(Map<Phase, Effort> life) {
    return life.values().stream().reduce(Effort.NONE, Effort::plus);
  }

  private void row(
      Figures figures,
      String part,
      List<Map<Phase, Effort>> all,
      Function<Map<Phase, Effort>, Effort> of) {
    List<Effort> efforts = all.stream().map(of).map(sum -> sum.dividedBy(containers)).toList();
    figures.numbers(part + ", time", milliseconds(efforts, Effort::wall), "ms");
    figures.numbers(part + ", all processors", milliseconds(efforts, Effort::host), "ms");
    figures.numbers(part + ", of it the bench's own", milliseconds(efforts, Effort::own), "ms");
  }

  private static List<Double> milliseconds(List<Effort> efforts, Function<Effort, Duration> part) {
    return efforts.stream().map(part).map(time -> time.toNanos() / 1e6).toList();
  }

  /** Each part for all containers before the next part begins. */
  private static Map<Phase, Effort> lives(Peer peer, int number) throws Exception {
    Map<Phase, Effort> efforts = new EnumMap<>(Phase.class);
    String[] ids = new String[number];
    for (Phase phase : Phase.values()) {
      Effort working =
          Effort.of(
              () -> {
                for (int i = 0; i < number; i++) {
                  ids[i] = phase.carryOut(peer, BusyboxArchive.REFERENCE, ids[i]);
                }
              });
      Effort behind = Effort.of(() -> TimeUnit.NANOSECONDS.sleep(AFTERWARDS.toNanos()));
      efforts.put(phase, working.plus(new Effort(Duration.ZERO, behind.host(), behind.own())));
    }
    return efforts;
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Profile()).execute(arguments));
  }
}
