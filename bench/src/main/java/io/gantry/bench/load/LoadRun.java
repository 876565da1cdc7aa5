package io.gantry.bench.load;

import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.TransferProgress;
import io.gantry.bench.product.BusyboxArchive;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One run: an engine of its own in this process, clients that have containers live round after
 * round, and pictures of what the engine holds when it is at rest. The first round warms up; the
 * later ones are compared with it. At last the engine is emptied and closed, and compared with what
 * there was before it was opened for the second time.
 */
final class LoadRun {
  private final EngineConfig config;
  private final LoadPlan plan;
  private final Consumer<String> progress;
  private final Premises premises;
  private final Rest rest;
  private final List<Long> heaps = new ArrayList<>();
  private final List<String> leaks = new ArrayList<>();

  /**
   * @param progress is told a line after each round
   */
  LoadRun(EngineConfig config, LoadPlan plan, Consumer<String> progress) {
    this.config = config;
    this.plan = plan;
    this.progress = progress;
    this.premises = Premises.of(config);
    this.rest = new Rest(premises);
  }

  /**
   * What came out of it.
   *
   * @param runs whose ends were seen by the clients
   * @param told ends in the engine's reports
   * @param wrong one sentence for each container whose life was another than it had to be
   * @param leaks one sentence for each kind of thing of which there is more than before
   */
  record Result(
      int containers,
      long runs,
      long told,
      Picture before,
      Picture after,
      List<String> wrong,
      List<String> leaks,
      Duration took) {
    Result {
      wrong = List.copyOf(wrong);
      leaks = List.copyOf(leaks);
    }
  }

  Result run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Engine.open(config).close();
    Picture closed = rest.reached();
    Engine engine = Engine.open(config);
    Result result;
    try (engine) {
      importInto(engine);
      result = load(engine, begin);
      engine.purge();
    }
    LeakCheck check = new LeakCheck(0, result.containers());
    leaks.addAll(
        check.ofTheHost(closed, rest.without(picture -> check.ofTheHost(closed, picture))));
    return new Result(
        result.containers(),
        result.runs(),
        result.told(),
        result.before(),
        result.after(),
        result.wrong(),
        leaks,
        result.took());
  }

  private Result load(Engine engine, long begin) throws IOException, InterruptedException {
    long end = begin + plan.time().toNanos();
    Told told = new Told(engine.outbox());
    Clients clients = new Clients(new Lives(engine), told, plan.clients());
    clients.have(plan.containers(), () -> false);
    int warmUp = clients.containers();
    Picture before = rest.reached();
    Picture after = before;
    do {
      clients.have(plan.containers(), () -> heaps.size() > 1 && System.nanoTime() - end > 0);
      LeakCheck check = new LeakCheck(plan.clients(), clients.containers() - warmUp);
      after = rest.without(picture -> check.leaks(before, picture));
      heaps.add(after.heapBytes());
      leaks.addAll(check.leaks(before, after));
      progress.accept(line(clients, after));
    } while (System.nanoTime() - end < 0 && leaks.isEmpty());
    leaks.addAll(LeakCheck.ofMemory(heaps));
    return new Result(
        clients.containers(),
        clients.runs(),
        told.ends(),
        before,
        after,
        clients.wrong(),
        leaks,
        Duration.ofNanos(System.nanoTime() - begin));
  }

  private String line(Clients clients, Picture picture) throws IOException {
    return "%d containers, %d runs, %d wrong, %d leaks; %d descriptors, %d threads, heap %.1f MiB, resident %d MiB"
        .formatted(
            clients.containers(),
            clients.runs(),
            clients.wrong().size(),
            leaks.size(),
            picture.all("descriptor "),
            picture.all("thread "),
            picture.heapBytes() / (1024.0 * 1024),
            OwnProcess.residentBytes() >> 20);
  }

  private void importInto(Engine engine) throws IOException {
    Path archive = BusyboxArchive.write(Files.createTempFile("busybox", ".tar"));
    List<String> volume = List.of("/store");
    importInto(engine, archive, BusyboxArchive.REFERENCE, ImageConfig.EMPTY);
    importInto(
        engine,
        archive,
        Lives.WITH_VOLUME,
        new ImageConfig(null, null, null, null, null, null, volume, null));
    Files.delete(archive);
  }

  private static void importInto(Engine engine, Path archive, String name, ImageConfig image)
      throws IOException {
    try (InputStream tar = Files.newInputStream(archive)) {
      engine.images().importRootfs(TenantId.DEFAULT, name, tar, image, TransferProgress.NONE);
    }
  }
}
