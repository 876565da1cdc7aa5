package io.gantry.bench.tree;

import io.gantry.bench.BenchDirectory;
import io.gantry.bench.Figures;
import io.gantry.bench.Podman;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark {@code tree}: a large tree in memory, imported, exported and copied up. */
@Command(
    name = "tree",
    mixinStandardHelpOptions = true,
    description = "Import, export and copy-up of a large tree beside Podman, tar and cp.")
public final class Trees implements Callable<Integer> {
  private static final Path MEMORY = Path.of("/dev/shm");

  @Option(names = "--files", description = "Files (default 20000).", defaultValue = "20000")
  private int files;

  @Option(names = "--rounds", description = "Rounds (default 10).", defaultValue = "10")
  private int rounds;

  @Option(
      names = "--warm-up",
      description = "Rounds before that are not counted (default 3).",
      defaultValue = "3")
  private int warmUp;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  private Trees() {}

  @Override
  public Integer call() throws Exception {
    try (BenchDirectory directory = BenchDirectory.make(MEMORY)) {
      Path own = directory.path();
      Path archive = TreeArchive.write(own.resolve("tree.tar"), files, 1);
      Path other = TreeArchive.write(own.resolve("other.tar"), files, 2);
      EngineConfig config = EngineConfig.of(own.resolve("home"), own.resolve("run"));
      try (TreePeer podman = new PodmanTrees(Podman.start(own.resolve("p")), archive);
          TreePeer engine = new EngineTrees(Engine.open(config), archive);
          TreePeer tools = new PlainTools(own, archive)) {
        measure(List.of(podman, engine, tools), other);
      }
    }
    return 0;
  }

  private void measure(List<TreePeer> peers, Path archive) throws Exception {
    List<TreeRound> all = new ArrayList<>();
    for (TreePeer peer : peers) {
      all.add(new TreeRound(peer, archive));
    }
    repeat(all, warmUp);
    all.forEach(TreeRound::forget);
    repeat(all, rounds);
    Figures figures = new Figures(spec.commandLine().getOut());
    figures.header(peers.stream().map(TreePeer::name).toList());
    for (TreeWork work : TreeWork.values()) {
      figures.row(work.title(), all.stream().map(round -> round.of(work)).toList());
    }
    figures.numbers("geometric mean, p50", all.stream().map(Trees::mean).toList(), "ms");
  }

  private static void repeat(List<TreeRound> all, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      for (TreeRound round : all) {
        round.run();
      }
    }
  }

  private static double mean(TreeRound round) {
    double logarithms = 0;
    for (TreeWork work : TreeWork.values()) {
      logarithms += Math.log(round.of(work).percentile(0.5).toNanos() / 1e6);
    }
    return Math.exp(logarithms / TreeWork.values().length);
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Trees()).execute(arguments));
  }
}
