package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Asks a node one thing and waits for the answer. */
@Component
public class NodeCalls {
  private final StreamRelay relay;
  private final JsonMapper json =
      JsonMapper.builder()
          .disable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  NodeCalls(StreamRelay relay) {
    this.relay = relay;
  }

  /**
   * The node's answer.
   *
   * @throws GantryException what the node refuses with; NODE_UNAVAILABLE; TIMEOUT
   */
  public <T> T ask(StreamTarget target, Class<T> answer) {
    return ask(target, StreamNote.NONE, answer);
  }

  /** The same, noted in the audit log. */
  <T> T ask(StreamTarget target, StreamNote note, Class<T> answer) {
    return result(target, note)
        .map(text -> read(text, answer))
        .orElseThrow(() -> GantryException.of(ErrorCode.INTERNAL, "the node answered nothing"));
  }

  /** Has the node do something that has no answer. */
  void tell(StreamTarget target, StreamNote note) {
    var unused = result(target, note);
  }

  private Optional<String> result(StreamTarget target, StreamNote note) {
    try (NodeStream stream = relay.open(target, note);
        Replies replies = new Replies(stream)) {
      return Optional.ofNullable(replies.result());
    }
  }

  private <T> T read(String text, Class<T> answer) {
    try {
      return json.readValue(text, answer);
    } catch (JacksonException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "the node's answer cannot be read", e);
    }
  }
}
