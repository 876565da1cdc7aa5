package io.gantry.api.resource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class MissingFieldsTest {
  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  @Test
  void anEmptyObjectIsRefusedByTheFieldThatIsMissing() {
    assertRefused(CreateContainer.class, "spec is needed");
    assertRefused(KillRequest.class, "signal is needed");
  }

  private void assertRefused(Class<?> type, String why) {
    assertThatThrownBy(() -> json.readValue("{}", type))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining(why);
  }
}
