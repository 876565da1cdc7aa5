package io.gantry.bench.reopen;

import io.gantry.bench.BenchDirectory;
import io.gantry.engine.EngineConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark {@code reopen}. Ends with 1 if a container does not run as before. */
@Command(
    name = "reopen",
    mixinStandardHelpOptions = true,
    description = "From the opening of a killed engine to the list of its running containers.")
public final class Reopen implements Callable<Integer> {
  @Option(names = "--containers", description = "Containers (default 200).", defaultValue = "200")
  private int containers;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  private Reopen() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (BenchDirectory home = BenchDirectory.make(Path.of("/var/tmp"));
        BenchDirectory run = BenchDirectory.make(Path.of("/run"))) {
      EngineConfig config = EngineConfig.of(home.path().resolve("home"), run.path());
      Reopening.Result result = new Reopening(config, containers).run();
      long same = result.after().stream().filter(result.before()::contains).count();
      out.printf("running before     %d%n", result.before().size());
      out.printf("running as before  %d%n", same);
      out.printf(
          "from opening to list  %d ms, of which %d ms of a processor%n",
          result.took().toMillis(), result.processorTime().toMillis());
      out.flush();
      return result.after().equals(result.before()) ? 0 : 1;
    }
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Reopen()).execute(arguments));
  }
}
