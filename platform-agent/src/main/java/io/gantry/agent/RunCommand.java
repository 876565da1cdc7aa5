package io.gantry.agent;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the agent until the process is told to end. */
@Command(
    name = "run",
    description = "Runs the agent until it is stopped; containers go on without it.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private final Directories directories = new Directories();
  @Mixin private final Server server = new Server();
  @Mixin private final Logging logging = new Logging();

  @Option(
      names = "--metrics-port",
      description =
          "Port of /health and /metrics on the loopback interface (default: ${DEFAULT-VALUE}).",
      defaultValue = "9464")
  private int metricsPort = 9464;

  @Override
  public Integer call() throws IOException, InterruptedException {
    logging.apply();
    HostAgent agent = HostAgent.start(directories, server, metricsPort);
    Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "shutdown"));
    new CountDownLatch(1).await();
    return 0;
  }
}
