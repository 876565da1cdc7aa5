package io.gantry.agent;

import io.gantry.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Leaves nothing of the agent's containers on this host. */
@Command(
    name = "purge",
    description =
        "Stops and removes every container and everything else the agent made on this host.",
    mixinStandardHelpOptions = true)
final class PurgeCommand implements Callable<Integer> {
  @Mixin private final Directories directories = new Directories();
  @Mixin private final Logging logging = new Logging();

  @Override
  public Integer call() throws IOException {
    logging.apply();
    directories.make();
    HomeLock lock = HomeLock.take(directories.home);
    try (lock;
        Engine engine = Engine.open(directories.engine())) {
      engine.purge();
    }
    for (String file : new String[] {"", "-wal", "-shm"}) {
      Files.deleteIfExists(directories.home.resolve("agent.sqlite" + file));
    }
    return 0;
  }
}
