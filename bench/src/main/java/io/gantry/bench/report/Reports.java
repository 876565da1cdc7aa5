package io.gantry.bench.report;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.resource.CreateContainer;
import io.gantry.bench.product.Installation;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark {@code reports}: state reports per second, beside bare SQL. */
@Command(
    name = "reports",
    mixinStandardHelpOptions = true,
    description = "State reports per second, one by one and in batches, beside bare SQL.")
public final class Reports implements Callable<Integer> {
  private static final int CONTAINERS = 100;
  private static final int BATCH = 500;

  @Option(names = "--nodes", description = "Nodes that tell (default 4).", defaultValue = "4")
  private int nodes;

  @Option(
      names = "--seconds",
      description = "Seconds of each part (default 10).",
      defaultValue = "10")
  private int seconds;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  private Reports() {}

  @Override
  public Integer call() throws Exception {
    try (Installation installation = Installation.inFreshDirectory()) {
      installation.up();
      measure(installation, spec.commandLine().getOut());
    }
    return 0;
  }

  private void measure(Installation installation, PrintWriter out) throws Exception {
    List<Parallel.Work> single = new ArrayList<>();
    List<Parallel.Work> batches = new ArrayList<>();
    List<Parallel.Work> bare = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      InventedNode node = node(installation, i);
      node.tell(List.of());
      List<String> containers = containers(installation.controlPlane(), node.id());
      node.tell(containers);
      BareSql sql = BareSql.connect(installation.postgresPort(), installation.databasePassword());
      single.add(round -> tellOne(node, containers, round));
      batches.add(round -> tellMany(node, containers));
      bare.add(round -> updateOne(sql, containers, round));
    }
    Duration time = Duration.ofSeconds(seconds);
    double sqlRate = Parallel.perSecond(bare, time);
    print(out, "bare SQL, one by one", sqlRate, sqlRate);
    print(out, "reports, one by one", Parallel.perSecond(single, time), sqlRate);
    print(out, "reports, 500 at once", Parallel.perSecond(batches, time), sqlRate);
  }

  private static int tellOne(InventedNode node, List<String> containers, int round)
      throws Exception {
    node.tell(List.of(containers.get(round % containers.size())));
    return 1;
  }

  private static int tellMany(InventedNode node, List<String> containers) throws Exception {
    List<String> many = new ArrayList<>();
    while (many.size() < BATCH) {
      many.addAll(containers);
    }
    node.tell(many.subList(0, BATCH));
    return BATCH;
  }

  private static int updateOne(BareSql sql, List<String> containers, int round) throws Exception {
    sql.update(List.of(containers.get(round % containers.size())));
    return 1;
  }

  private static InventedNode node(Installation installation, int number) throws Exception {
    String token =
        installation
            .controlPlane()
            .post(ApiPath.of("node-tokens"), Map.of())
            .path("token")
            .asString();
    Path home = Files.createDirectories(installation.home().resolve("invented-" + number));
    return InventedNode.enrol(home, installation.address(), token);
  }

  private static List<String> containers(ControlPlane controlPlane, String node) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < CONTAINERS; i++) {
      CreateContainer wish =
          new CreateContainer(ContainerSpec.builder("invented:1").build(), false, node);
      ids.add(controlPlane.post(ApiPath.of("containers"), wish).path("id").asString());
    }
    return ids;
  }

  private static void print(PrintWriter out, String what, double rate, double floor) {
    out.printf("%-24s %10.0f /s  %6.2f×%n", what, rate, rate / floor);
    out.flush();
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Reports()).execute(arguments));
  }
}
