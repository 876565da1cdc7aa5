package io.gantry.agent.stream;

import io.gantry.api.container.ContainerId;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamRequest;
import io.gantry.engine.exec.AttachSession;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Connects the other side to the streams of a container's process. One that has not been started
 * can be initialised for it: whoever starts it after ATTACHED misses no output.
 */
final class AttachStream implements StreamHandler {
  private final Consumer<ContainerId> init;
  private final Function<ContainerId, AttachSession> attach;

  AttachStream(Consumer<ContainerId> init, Function<ContainerId, AttachSession> attach) {
    this.init = init;
    this.attach = attach;
  }

  @Override
  public StreamControl serve(StreamRequest request, StreamChannel channel)
      throws IOException, InterruptedException {
    Parameters parameters = new Parameters(request.parameters());
    boolean interactive = parameters.flag("stdin", true);
    boolean prepare = parameters.flag("init", false);
    ContainerId container = Required.container(request);
    if (prepare) {
      init.accept(container);
    }
    try (AttachSession session = attach.apply(container)) {
      if (prepare) {
        channel.send(StreamControl.attached());
      }
      channel.listen(new SessionInput(session, interactive));
      SessionOutput.send(session, channel);
    }
    return StreamControl.end(null);
  }
}
