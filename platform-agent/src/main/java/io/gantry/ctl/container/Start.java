package io.gantry.ctl.container;

import io.gantry.api.resource.ContainerResource;
import io.gantry.ctl.client.RequestFailed;
import io.gantry.ctl.output.FailureText;
import io.gantry.ctl.shell.DetachKeys;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts containers that were created or have ended. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = "Start containers that were created or have ended.",
    exitCodeOnExecutionException = ClientCode.ENGINE_FAILED)
public final class Start implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Refs refs = new Refs();

  @Option(
      names = {"-a", "--attach"},
      description = "Show the output and end with the exit code; of one container.")
  private boolean attach;

  @Option(
      names = {"-i", "--interactive"},
      description = "Pass standard input on.")
  private boolean stdin;

  Start(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Containers containers = new Containers(shell.controlPlane());
    if (attach || stdin) {
      return attached(containers);
    }
    return refs.each(
        shell,
        ref -> {
          ContainerResource before = containers.get(ref);
          containers.ask(ref, "start", null);
          if (!"running".equals(before.status().state())) {
            new Settling(containers).awaitStart(before);
          }
        });
  }

  private int attached(Containers containers) throws IOException {
    if (refs.all().size() != 1) {
      throw new IllegalArgumentException("--attach and --interactive are for one container only");
    }
    String ref = refs.all().getFirst();
    try {
      ContainerResource before = containers.get(ref);
      Follower follower = new Follower(shell);
      if (stdin) {
        DetachKeys keys = DetachKeys.parse(DetachKeys.DEFAULT);
        return follower.start(before, new Session(shell, before.spec().tty(), true, keys));
      }
      containers.ask(ref, "start", null);
      return follower.follow(before, null);
    } catch (RequestFailed e) {
      shell.err().print(FailureText.of(e));
      return ClientCode.of(e.code());
    }
  }
}
