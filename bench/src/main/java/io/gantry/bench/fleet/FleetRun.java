package io.gantry.bench.fleet;

import io.gantry.agent.identity.NodeIdentity;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.CreateContainer;
import io.gantry.bench.product.Installation;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;
import io.gantry.ctl.client.RequestFailed;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One run: nodes enrol, get their containers, live through the plan, and the ledger is compared.
 */
public final class FleetRun {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);
  private static final int ENROLLING = 8;
  private static final int CALLERS = 2;
  private static final String TEMPLATE = "template";

  private final FleetPlan plan;
  private final Consumer<String> out;
  private final Journal journal = new Journal();

  /**
   * @param out is told a line for each figure
   */
  public FleetRun(FleetPlan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * What came out of it.
   *
   * @param differences between what happened, and ledger and watcher; a sentence each
   * @param refusals of calls
   */
  public record Result(int exits, List<String> differences, List<String> refusals) {
    public Result {
      differences = List.copyOf(differences);
      refusals = List.copyOf(refusals);
    }
  }

  /** Runs against an installation that is up and has no other containers. */
  public Result against(Installation installation) throws Exception {
    try (HttpClient http = client();
        Connection database = Filling.connect(installation)) {
      List<Path> homes = enrol(installation, http);
      List<SimulatedNode> nodes = new ArrayList<>();
      try {
        nodes.add(SimulatedNode.start(homes.getFirst(), http, journal));
        fill(installation, homes, database);
        nodes.getFirst().flap();
        for (Path home : homes.subList(1, homes.size())) {
          nodes.add(SimulatedNode.start(home, http, journal));
        }
        awaitFilled(nodes);
        return live(installation, nodes, database);
      } finally {
        nodes.parallelStream().forEach(SimulatedNode::close);
        http.shutdownNow();
      }
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .build();
  }

  private List<Path> enrol(Installation installation, HttpClient http) throws Exception {
    URI server = URI.create(installation.address());
    ControlPlane admin = installation.controlPlane();
    List<Callable<Path>> tasks = new ArrayList<>();
    for (int i = 0; i < plan.agents(); i++) {
      Path home = installation.home().resolve("fleet").resolve("simulated-" + i);
      tasks.add(
          () -> {
            String token = admin.post(ApiPath.of("node-tokens"), Map.of()).path("token").asString();
            SimulatedNode.enrol(home, server, token, http);
            return home;
          });
    }
    List<Path> homes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(ENROLLING)) {
      for (Future<Path> home : threads.invokeAll(tasks)) {
        homes.add(home.get());
      }
    }
    out.accept(plan.agents() + " nodes are enrolled");
    return homes;
  }

  private void fill(Installation installation, List<Path> homes, Connection database)
      throws Exception {
    List<String> ids = new ArrayList<>();
    for (Path home : homes) {
      ids.add(NodeIdentity.load(home).orElseThrow().nodeId());
    }
    ContainerSpec spec = ContainerSpec.builder("invented:1").name(TEMPLATE).build();
    CreateContainer wish = new CreateContainer(spec, true, ids.getFirst());
    ControlPlane admin = installation.controlPlane();
    await("the first node takes a container", () -> created(admin, wish));
    Filling.fill(database, TEMPLATE, each(), ids.toArray(String[]::new));
  }

  /** A node takes none before it was heard of. */
  private static boolean created(ControlPlane admin, CreateContainer wish) {
    try {
      admin.post(ApiPath.of("containers"), wish);
      return true;
    } catch (RequestFailed e) {
      if (e.is(ErrorCode.NO_PLACEMENT)) {
        return false;
      }
      throw e;
    }
  }

  private int each() {
    return Math.ceilDiv(plan.containers(), plan.agents());
  }

  private void awaitFilled(List<SimulatedNode> nodes) throws InterruptedException {
    await(
        "all nodes have their containers",
        () -> nodes.stream().allMatch(node -> node.host().count() >= each()));
    awaitTold(nodes);
    out.accept(plan.agents() + " nodes run " + each() + " containers each");
  }

  private static void awaitTold(List<SimulatedNode> nodes) throws InterruptedException {
    await(
        "all nodes have told everything",
        () -> nodes.stream().allMatch(node -> node.host().hasToldAll()));
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("not so after " + PATIENCE + ": " + what);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private Result live(Installation installation, List<SimulatedNode> nodes, Connection database)
      throws Exception {
    rest(installation);
    ControlPlane admin = installation.controlPlane();
    Callers callers = new Callers(admin, journal, nodes);
    try (EventWatcher watcher = EventWatcher.start(admin, journal)) {
      load(installation, nodes, callers);
      awaitTold(nodes);
      await("the watcher is told all", () -> watcher.died() >= journal.exits().size());
      print(callers);
      return result(database, callers, watcher);
    }
  }

  /** Nodes live and nothing happens. */
  private void rest(Installation installation) throws Exception {
    Duration rest = plan.time().compareTo(LONGEST_REST) < 0 ? plan.time() : LONGEST_REST;
    Usage before = Usage.now(installation, journal);
    TimeUnit.NANOSECONDS.sleep(rest.toNanos());
    out.accept("at rest: " + Usage.now(installation, journal).since(before));
  }

  private void load(Installation installation, List<SimulatedNode> nodes, Callers callers)
      throws Exception {
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    List<Thread> threads =
        IntStream.range(0, CALLERS)
            .mapToObj(i -> Thread.ofVirtual().name("caller-" + i).unstarted(callers::work))
            .toList();
    Disturbance disturbance = new Disturbance(nodes, timer);
    Usage before = Usage.now(installation, journal);
    try {
      disturbance.begin(plan);
      threads.forEach(Thread::start);
      TimeUnit.NANOSECONDS.sleep(plan.time().toNanos());
      out.accept("under load: " + Usage.now(installation, journal).since(before));
    } finally {
      timer.shutdownNow();
      callers.end();
      disturbance.end();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void print(Callers callers) {
    out.accept("create, stop, remove over REST: " + callers.calls().text());
    out.accept("exit to ledger: " + journal.toLedger().text());
    out.accept("wish to node: " + journal.toNode().text());
    out.accept(
        "exit to a watcher of events, cut off nodes included: " + journal.toWatcher().text());
  }

  private Result result(Connection database, Callers callers, EventWatcher watcher)
      throws Exception {
    Map<Journal.Run, Integer> exits = journal.exits();
    List<String> differences = new ArrayList<>(LedgerAudit.differences(exits, database));
    if (watcher.isOutOfOrder()) {
      differences.add("events came out of order");
    }
    if (watcher.died() != exits.size()) {
      differences.add("the watcher was told of " + watcher.died() + " of " + exits.size());
    }
    return new Result(exits.size(), differences, callers.refusals());
  }
}
