package io.gantry.bench.reopen;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.TransferProgress;
import io.gantry.bench.product.BusyboxArchive;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An engine in a process of its own that starts containers, says how they run, and waits to be
 * killed. It takes home, run directory and how many.
 */
final class Filling {
  /** Its last line. */
  static final String DONE = "done";

  private static final int CLIENTS = 4;
  private static final int EVERY_NTH_ON_A_BRIDGE = 4;

  private Filling() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Engine engine = Engine.open(EngineConfig.of(Path.of(arguments[0]), Path.of(arguments[1])));
    importInto(engine);
    start(engine, Integer.parseInt(arguments[2]));
    Running.all(engine).forEach(container -> out.println(container.line()));
    out.println(DONE);
    while (System.in.read() >= 0) {
      // Whoever started it kills it, or has ended itself.
    }
    Runtime.getRuntime().halt(1);
  }

  private static void importInto(Engine engine) throws IOException {
    Path archive = BusyboxArchive.write(Files.createTempFile("busybox", ".tar"));
    try (InputStream tar = Files.newInputStream(archive)) {
      engine
          .images()
          .importRootfs(
              TenantId.DEFAULT,
              BusyboxArchive.REFERENCE,
              tar,
              ImageConfig.EMPTY,
              TransferProgress.NONE);
    }
    Files.delete(archive);
  }

  private static void start(Engine engine, int containers) throws Exception {
    SecureRandom random = new SecureRandom();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> starts = new ArrayList<>();
      for (int i = 0; i < containers; i++) {
        ContainerId id = ContainerId.random(random);
        NetworkSpec.Mode mode =
            i % EVERY_NTH_ON_A_BRIDGE == 0 ? NetworkSpec.Mode.BRIDGE : NetworkSpec.Mode.NONE;
        starts.add(threads.submit(() -> start(engine, id, mode)));
      }
      for (Future<?> start : starts) {
        start.get();
      }
    }
  }

  private static void start(Engine engine, ContainerId id, NetworkSpec.Mode mode) {
    engine.create(
        TenantId.DEFAULT,
        id,
        "reopen-" + id.shortId(),
        ContainerSpec.builder(BusyboxArchive.REFERENCE)
            .network(NetworkSpec.of(mode))
            .command("sleep", "100000")
            .build());
    engine.start(id);
  }
}
