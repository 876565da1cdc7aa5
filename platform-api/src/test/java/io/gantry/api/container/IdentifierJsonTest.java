package io.gantry.api.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.image.Digest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class IdentifierJsonTest {
  private static final String HEX = "ab".repeat(32);

  // Jackson 3 refuses absent numbers and flags unless told otherwise; so must every mapper of the
  // wire.
  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  @Test
  void identifiersAreStrings() {
    assertThat(json.writeValueAsString(new ContainerId(HEX))).isEqualTo("\"" + HEX + "\"");
    assertThat(json.readValue("\"" + HEX + "\"", ContainerId.class).value()).isEqualTo(HEX);
    assertThat(json.writeValueAsString(TenantId.DEFAULT)).isEqualTo("\"default\"");
    assertThat(json.readValue("\"blue\"", TenantId.class)).isEqualTo(new TenantId("blue"));
    assertThat(json.readValue("\"sha256:" + HEX + "\"", Digest.class).hex()).isEqualTo(HEX);
  }

  @Test
  void aSpecComesBackAsItWas() {
    ContainerSpec spec =
        ContainerSpec.builder("busybox")
            .command("sh", "-c", "exit 3")
            .stop(new StopSpec("TERM", Duration.ofSeconds(3)))
            .build();

    String written = json.writeValueAsString(spec);

    assertThat(json.readValue(written, ContainerSpec.class)).isEqualTo(spec);
    assertThat(written).contains("\"timeout\":\"PT3S\"");
  }

  @Test
  void aSpecNeedsNoMoreThanAnImage() {
    assertThat(json.readValue("{\"image\":\"busybox\"}", ContainerSpec.class))
        .isEqualTo(ContainerSpec.builder("busybox").build());
  }
}
