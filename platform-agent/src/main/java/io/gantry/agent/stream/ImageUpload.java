package io.gantry.agent.stream;

import io.gantry.api.image.TransferProgress;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamRequest;
import java.io.IOException;
import java.io.InputStream;

/** Serves a stream whose input is an archive: what it becomes is the answer. */
final class ImageUpload implements StreamHandler {
  /** Takes an archive in. */
  @FunctionalInterface
  interface Intake {
    Object take(
        StreamRequest request, Parameters parameters, InputStream archive, TransferProgress told);
  }

  private final Intake intake;

  ImageUpload(Intake intake) {
    this.intake = intake;
  }

  @Override
  public StreamControl serve(StreamRequest request, StreamChannel channel)
      throws IOException, InterruptedException {
    Parameters parameters = new Parameters(request.parameters());
    try (InputQueue archive = new InputQueue()) {
      channel.listen(archive);
      Answers.send(intake.take(request, parameters, archive, new ProgressSender(channel)), channel);
    }
    return StreamControl.end(null);
  }
}
