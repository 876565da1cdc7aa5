package io.gantry.bench.load;

import io.gantry.bench.BenchDirectory;
import io.gantry.engine.EngineConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark {@code load}. Ends with 1 if anything leaks or any exit code is wrong. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "Containers come and go for an hour; nothing may be left of them.")
public final class Load implements Callable<Integer> {
  private static final int MOST_SHOWN = 50;

  @Option(names = "--minutes", description = "Time (default 60).", defaultValue = "60")
  private int minutes;

  @Option(
      names = "--containers",
      description = "Containers of a round (default 1000).",
      defaultValue = "1000")
  private int containers;

  @Option(names = "--clients", description = "Clients (default 16).", defaultValue = "16")
  private int clients;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  private Load() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    LoadPlan plan = new LoadPlan(Duration.ofMinutes(minutes), containers, clients);
    try (BenchDirectory home = BenchDirectory.make(Path.of("/var/tmp"));
        BenchDirectory run = BenchDirectory.make(Path.of("/run"))) {
      EngineConfig config = EngineConfig.of(home.path().resolve("home"), run.path());
      LoadRun.Result result = new LoadRun(config, plan, line -> print(out, line)).run();
      print(out, result);
      return result.wrong().isEmpty() && result.leaks().isEmpty() ? 0 : 1;
    }
  }

  private static void print(PrintWriter out, LoadRun.Result result) {
    print(out, "containers   " + result.containers());
    print(out, "ends         %d seen, %d told".formatted(result.runs(), result.told()));
    print(out, "wrong        " + result.wrong().size());
    print(out, "leaks        " + result.leaks().size());
    print(out, "took         %d s".formatted(result.took().toSeconds()));
    for (String kind :
        List.of("descriptor", "thread", "mount", "namespace", "cgroup", "row", "file", "process")) {
      print(
          out,
          "%-12s %d, before %d"
              .formatted(kind, result.after().all(kind + " "), result.before().all(kind + " ")));
    }
    result.wrong().stream().limit(MOST_SHOWN).forEach(line -> print(out, "  WRONG  " + line));
    result.leaks().stream().limit(MOST_SHOWN).forEach(line -> print(out, "  LEAK   " + line));
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Load()).execute(arguments));
  }
}
