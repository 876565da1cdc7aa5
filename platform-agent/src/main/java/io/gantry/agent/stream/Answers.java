package io.gantry.agent.stream;

import io.gantry.agent.client.AgentJson;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamRequest;
import java.io.IOException;

/** A stream that is a question and one answer. */
final class Answers implements StreamHandler {
  /** Finds the answer; void ones return an empty text. */
  @FunctionalInterface
  interface Question {
    Object answer(StreamRequest request, Parameters parameters);
  }

  private final Question question;

  Answers(Question question) {
    this.question = question;
  }

  @Override
  public StreamControl serve(StreamRequest request, StreamChannel channel)
      throws IOException, InterruptedException {
    channel.listen(Inbound.NOTHING);
    send(question.answer(request, new Parameters(request.parameters())), channel);
    return StreamControl.end(null);
  }

  static void send(Object answer, StreamChannel channel) throws IOException, InterruptedException {
    channel.send(StreamControl.result(AgentJson.MAPPER.writeValueAsString(answer)));
  }
}
