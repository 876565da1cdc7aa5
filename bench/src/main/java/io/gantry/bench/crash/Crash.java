package io.gantry.bench.crash;

import io.gantry.bench.product.Installation;
import io.gantry.bench.product.Leftovers;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark {@code crash}. Ends with 1 if a single row is lost, double or wrong. */
@Command(
    name = "crash",
    mixinStandardHelpOptions = true,
    description = "The exit ledger while everything is killed (long: -c 10000 -k 1000).")
public final class Crash implements Callable<Integer> {
  @Option(
      names = {"-c", "--containers"},
      description = "Containers (default ${DEFAULT-VALUE}).",
      defaultValue = "300")
  private int containers;

  @Option(
      names = {"-k", "--kills"},
      description = "Kills (default ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int kills;

  @Option(names = "--clients", description = "Clients (default 2).", defaultValue = "2")
  private int clients;

  @Option(names = "--seed", description = "Order of victims.", defaultValue = "1")
  private long seed;

  @Option(
      names = "--keep",
      description = "Leave the installation standing, to be looked into, when a row is wrong.")
  private boolean keep;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  private Crash() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Leftovers leftovers = Leftovers.watch();
    Installation installation = Installation.inFreshDirectory();
    CrashRun.Result result = run(installation);
    print(out, result);
    result.differences().forEach(difference -> out.println("  WRONG  " + difference));
    if (keep && !result.differences().isEmpty()) {
      out.println("kept: " + installation.home());
      out.flush();
      return 1;
    }
    installation.close();
    List<String> left = leftovers.of(installation);
    left.forEach(thing -> out.println("  LEFT   " + thing));
    out.flush();
    return result.differences().isEmpty() && left.isEmpty() ? 0 : 1;
  }

  private CrashRun.Result run(Installation installation) throws IOException, InterruptedException {
    try {
      installation.up();
      return new CrashRun(containers, kills, clients, seed, spec.commandLine().getErr()::println)
          .against(installation);
    } catch (IOException | InterruptedException | RuntimeException e) {
      installation.close();
      throw e;
    }
  }

  private static void print(PrintWriter out, CrashRun.Result result) {
    out.printf("containers acknowledged  %d%n", result.acknowledged());
    out.printf("rows in the ledger       %d%n", result.rows());
    out.printf("lost, double or wrong    %d%n", result.differences().size());
    out.printf(
        "ends nobody saw          %d (%d containers had their monitor or runtime killed)%n",
        result.unseen(), result.injured());
    out.printf("kills                    %s%n", result.kills());
    out.printf("took                     %d s%n", result.took().toSeconds());
    out.flush();
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Crash()).execute(arguments));
  }
}
