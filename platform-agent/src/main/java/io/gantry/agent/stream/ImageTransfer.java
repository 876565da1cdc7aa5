package io.gantry.agent.stream;

import io.gantry.api.image.TransferProgress;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamRequest;
import java.io.IOException;

/** Serves a stream that tells of a transfer between this node and a registry. */
final class ImageTransfer implements StreamHandler {
  /** Transfers, and returns what is to be answered. */
  @FunctionalInterface
  interface Transfer {
    Object run(StreamRequest request, Parameters parameters, TransferProgress told);
  }

  private final Transfer transfer;

  ImageTransfer(Transfer transfer) {
    this.transfer = transfer;
  }

  @Override
  public StreamControl serve(StreamRequest request, StreamChannel channel)
      throws IOException, InterruptedException {
    channel.listen(Inbound.NOTHING);
    Parameters parameters = new Parameters(request.parameters());
    Answers.send(transfer.run(request, parameters, new ProgressSender(channel)), channel);
    return StreamControl.end(null);
  }
}
