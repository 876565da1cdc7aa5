package io.gantry.ctl.container;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.resource.ContainerResource;
import io.gantry.ctl.client.RequestFailed;
import io.gantry.ctl.output.FailureText;
import io.gantry.ctl.shell.DetachKeys;
import io.gantry.ctl.shell.Shell;
import io.gantry.ctl.spec.ImageAndCommand;
import io.gantry.ctl.spec.SpecOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Creates and starts a container, shows its output and ends with its exit code. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Run a container; shows its output and ends with its exit code.",
    sortOptions = false,
    exitCodeOnInvalidInput = ClientCode.ENGINE_FAILED,
    exitCodeOnExecutionException = ClientCode.ENGINE_FAILED)
public final class Run implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final SpecOptions options = new SpecOptions();
  @Mixin private final ImageAndCommand image = new ImageAndCommand();

  @Option(
      names = {"-d", "--detach"},
      description = "Leave it running in the background and print its id.")
  private boolean detach;

  @Option(
      names = "--detach-keys",
      paramLabel = "KEYS",
      description = "Keys that leave a terminal session (default ctrl-p,ctrl-q).")
  private String detachKeys = DetachKeys.DEFAULT;

  Run(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    ContainerSpec spec = options.spec(image.image(), image.command());
    DetachKeys keys = DetachKeys.parse(detachKeys);
    try {
      Containers containers = new Containers(shell.controlPlane());
      return detach ? detached(containers, spec) : attached(containers, spec, session(keys));
    } catch (RequestFailed e) {
      shell.err().print(FailureText.of(e));
      return ClientCode.of(e.code());
    }
  }

  private int detached(Containers containers, ContainerSpec spec) {
    JsonNode created = containers.create(spec, true, options.node());
    ContainerResource container = Containers.read(created);
    new Settling(containers).awaitStart(container);
    shell.output().object(created, container.id().value());
    return 0;
  }

  /** Removes the container itself: the node would do it before the output was read. */
  private int attached(Containers containers, ContainerSpec spec, @Nullable Session session)
      throws IOException {
    ContainerSpec kept = spec.toBuilder().autoRemove(false).build();
    JsonNode created = containers.create(kept, session == null, options.node());
    ContainerResource container = Containers.read(created);
    Follower follower = new Follower(shell);
    try {
      return session == null
          ? follower.follow(container, null)
          : follower.start(container, session);
    } finally {
      if (spec.autoRemove() && (session == null || !session.detached())) {
        shell.controlPlane().delete(Containers.path(container.id().value()).with("force", true));
      }
    }
  }

  private @Nullable Session session(DetachKeys keys) {
    return options.tty() || options.stdin()
        ? new Session(shell, options.tty(), options.stdin(), keys)
        : null;
  }
}
