package io.gantry.web.stream;

import io.gantry.api.node.StreamControl;
import java.io.IOException;
import java.nio.ByteBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes the control messages of streams; forgiving, as the contract promises. */
final class ControlCodec {
  private final JsonMapper json =
      JsonMapper.builder()
          .disable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  StreamControl read(ByteBuffer payload) throws IOException {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    try {
      StreamControl control = json.readValue(bytes, StreamControl.class);
      if (control == null || control.type() == null) {
        throw new IOException("a control message has no type");
      }
      return control;
    } catch (JacksonException e) {
      throw new IOException("a control message cannot be read", e);
    }
  }

  ByteBuffer write(StreamControl control) {
    return ByteBuffer.wrap(json.writeValueAsBytes(control));
  }
}
