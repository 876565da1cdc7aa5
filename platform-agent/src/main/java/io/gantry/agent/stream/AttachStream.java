package io.gantry.agent.stream;

import io.gantry.api.container.ContainerId;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamRequest;
import io.gantry.engine.exec.AttachSession;
import java.io.IOException;
import java.util.function.Function;

/** Connects the other side to the streams of a container's process. */
final class AttachStream implements StreamHandler {
  private final Function<ContainerId, AttachSession> attach;

  AttachStream(Function<ContainerId, AttachSession> attach) {
    this.attach = attach;
  }

  @Override
  public StreamControl serve(StreamRequest request, StreamChannel channel)
      throws IOException, InterruptedException {
    boolean interactive = new Parameters(request.parameters()).flag("stdin", true);
    try (AttachSession session = attach.apply(Required.container(request))) {
      channel.listen(new SessionInput(session, interactive));
      SessionOutput.send(session, channel);
    }
    return StreamControl.end(null);
  }
}
