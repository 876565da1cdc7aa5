package io.gantry.bench;

import io.gantry.bench.product.BusyboxArchive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark {@code list}: the list of many containers, beside Podman's service. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "The list of 500 containers beside Podman.")
public final class Lists implements Callable<Integer> {
  @Option(names = "--containers", description = "Containers (default 500).", defaultValue = "500")
  private int containers;

  @Option(names = "--rounds", description = "Rounds (default 50).", defaultValue = "50")
  private int rounds;

  @Option(
      names = "--seconds",
      description = "Seconds of each throughput (default 5).",
      defaultValue = "5")
  private int seconds;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  private Lists() {}

  @Override
  public Integer call() throws Exception {
    try (BenchDirectory directory = BenchDirectory.make(Path.of("/var/tmp"))) {
      measure(directory.path());
    }
    return 0;
  }

  private void measure(Path directory) throws Exception {
    Path archive = BusyboxArchive.write(directory.resolve("busybox.tar"));
    try (Podman podman = Podman.start(directory.resolve("p"));
        InProcess engine = InProcess.open(directory.resolve("engine"));
        Gantry gantry = Gantry.start()) {
      List<Peer> peers = List.of(podman, engine, gantry);
      List<Samples> samples = new ArrayList<>();
      for (Peer peer : peers) {
        peer.importImage(archive, BusyboxArchive.REFERENCE);
        fill(peer);
        samples.add(new Samples());
      }
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < peers.size(); i++) {
          samples.get(i).time(peers.get(i)::list);
        }
      }
      Figures figures = new Figures(spec.commandLine().getOut());
      figures.header(peers.stream().map(Peer::name).toList());
      figures.row("list of " + containers + " containers", samples);
      List<Double> perSecond = new ArrayList<>();
      for (Peer peer : peers) {
        perSecond.add(perSecond(peer));
      }
      figures.numbers("lists per second", perSecond, "/s");
    }
  }

  private double perSecond(Peer peer) throws Exception {
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    long lists = 0;
    while (System.nanoTime() - end < 0) {
      lists += peer.list() == containers ? 1 : 0;
    }
    return lists * 1e9 / (System.nanoTime() - begin);
  }

  private void fill(Peer peer) throws Exception {
    for (int i = 0; i < containers; i++) {
      peer.create(BusyboxArchive.REFERENCE, false, List.of("true"));
    }
    if (peer.list() != containers) {
      throw new IllegalStateException(peer.name() + " does not list all its containers");
    }
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Lists()).execute(arguments));
  }
}
