package io.gantry.engine.hostile.cases;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.Busybox;
import io.gantry.engine.Engine;
import io.gantry.engine.exec.ExecSession;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.exec.OutputChunk;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.log.LogLine;
import io.gantry.engine.log.LogOptions;
import io.gantry.engine.log.LogReader;
import io.gantry.engine.storage.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/** Real containers of the ground's engine. */
public final class Containers {
  /** An image whose root a case fills; busybox is its only program. */
  static final String REFERENCE = "localhost/hostile:test";

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "test");
  private static final byte[] BUSYBOX = busybox();

  private Containers() {}

  private static byte[] busybox() {
    Path program = Path.of("/bin/busybox");
    try {
      return Files.exists(program) ? Files.readAllBytes(program) : new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Brings an image that has this besides {@code /busybox}. */
  static void importImage(Ground ground, TarBuilder planted, ImageConfig config) {
    byte[] archive = planted.program("busybox", BUSYBOX).build();
    var unused =
        ground
            .engine()
            .images()
            .importRootfs(
                TenantId.DEFAULT,
                REFERENCE,
                new ByteArrayInputStream(archive),
                config,
                TransferProgress.NONE);
  }

  /** A container of that image. */
  static ContainerSpec.Builder hostile(String... command) {
    return ContainerSpec.builder(REFERENCE)
        .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
        .command(command);
  }

  /** A container of a good image, with a script. */
  public static ContainerSpec.Builder good(String script) {
    return ContainerSpec.builder(Busybox.REFERENCE)
        .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
        .command("sh", "-c", script);
  }

  /** Creates one. */
  public static ContainerId create(Engine engine, ContainerSpec.Builder spec) {
    ContainerId id = ContainerId.random(new SecureRandom());
    return engine.create(TenantId.DEFAULT, id, "c-" + id.shortId(), spec.build()).id();
  }

  /** Runs it to its end, and tells the code and what it wrote; nothing of it stays. */
  public static String run(Engine engine, ContainerId id) throws InterruptedException {
    try {
      engine.start(id);
      int code = engine.waitForExit(id, 1, LONG).code();
      return code + " " + log(engine, id);
    } finally {
      remove(engine, id);
    }
  }

  public static void remove(Engine engine, ContainerId id) {
    engine.remove(id, FORCE);
  }

  private static String log(Engine engine, ContainerId id) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    try (LogReader log = engine.logs(id, LogOptions.ALL)) {
      Optional<LogLine> line = log.next();
      while (line.isPresent()) {
        text.append(new String(line.get().text(), StandardCharsets.UTF_8)).append('\n');
        line = log.next();
      }
    }
    return text.toString();
  }

  /** Runs a further command and tells what it wrote. */
  public static String exec(Engine engine, ContainerId id, ExecSpec spec)
      throws InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (ExecSession session = engine.exec(id, spec)) {
      Optional<OutputChunk> chunk = session.streams().read();
      while (chunk.isPresent()) {
        output.writeBytes(chunk.get().bytes());
        chunk = session.streams().read();
      }
    }
    return output.toString(StandardCharsets.UTF_8);
  }
}
