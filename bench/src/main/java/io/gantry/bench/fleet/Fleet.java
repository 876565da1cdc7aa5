package io.gantry.bench.fleet;

import io.gantry.bench.product.Installation;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark {@code fleet}: thousands of simulated nodes at one control plane. */
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    description = "Simulated nodes at one control plane: its processors' time, each exit once.")
public final class Fleet implements Callable<Integer> {
  private static final int SHOWN = 10;
  private static final int SECONDS_OF_A_MINUTE = 60;

  @Option(names = "--agents", description = "Nodes (default 200).", defaultValue = "200")
  private int agents;

  @Option(
      names = "--containers",
      description = "Containers of all nodes together (default 4000).",
      defaultValue = "4000")
  private int containers;

  @Option(names = "--minutes", description = "Time under load (default 1).", defaultValue = "1")
  private double minutes;

  @Option(
      names = "--exits-per-second",
      description = "Containers that end, and are started again (default 20).",
      defaultValue = "20")
  private double exitsPerSecond;

  @Option(
      names = "--flaps",
      description = "Nodes cut off for a second, evenly over the time (default 20).",
      defaultValue = "20")
  private int flaps;

  @Option(
      names = "--partition",
      description = "Seconds for which every tenth node is cut off (default 10).",
      defaultValue = "10")
  private int partition;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  private Fleet() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    FleetPlan plan =
        new FleetPlan(
            agents,
            containers,
            Duration.ofMillis((long) (minutes * SECONDS_OF_A_MINUTE * 1000)),
            exitsPerSecond,
            flaps,
            Duration.ofSeconds(partition));
    try (Installation installation = Installation.inFreshDirectory()) {
      installation.up();
      FleetRun run =
          new FleetRun(
              plan,
              line -> {
                out.println(line);
                out.flush();
              });
      return print(run.against(installation), out);
    }
  }

  private static int print(FleetRun.Result result, PrintWriter out) {
    out.printf(
        "%d exits, %d differences, %d refused calls%n",
        result.exits(), result.differences().size(), result.refusals().size());
    result.differences().stream().limit(SHOWN).forEach(out::println);
    result.refusals().stream().distinct().limit(SHOWN).forEach(out::println);
    out.flush();
    return result.differences().isEmpty() && result.refusals().isEmpty() ? 0 : 1;
  }

  public static void main(String[] arguments) {
    System.setProperty("gantry.log.level", "error"); // thousands of nodes say when they flap
    System.exit(new CommandLine(new Fleet()).execute(arguments));
  }
}
