package io.gantry.engine.example;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import io.gantry.engine.supervisor.Supervisor;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/** Runs a command in a container: directory, tar of a root file system, command. */
public final class RunOne {
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    EngineConfig config =
        EngineConfig.of(directory.resolve("home"), directory.resolve("run"))
            .withSupervisor(Supervisor.NONE.withStreams());
    try (Engine engine = Engine.open(config);
        InputStream tar = Files.newInputStream(Path.of(arguments[1]))) {
      engine
          .images()
          .importRootfs(
              TenantId.DEFAULT, "localhost/one:1", tar, ImageConfig.EMPTY, TransferProgress.NONE);
      ContainerId id = ContainerId.random(new SecureRandom());
      String[] command = Arrays.copyOfRange(arguments, 2, arguments.length);
      engine.create(
          TenantId.DEFAULT,
          id,
          null,
          ContainerSpec.builder("localhost/one:1").command(command).build());
      engine.start(id);
      System.out.println("exit code " + engine.waitForExit(id, 1, null).code());
      engine.purge();
    }
  }

  private RunOne() {}
}
