package io.gantry.ctl.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.RestartPolicy;
import org.junit.jupiter.api.Test;

class ConvertersTest {
  @Test
  void readsPolicies() {
    assertThat(Converters.restart("unless-stopped").kind())
        .isEqualTo(RestartPolicy.Kind.UNLESS_STOPPED);
    assertThat(Converters.restart("on-failure:5").maximumRetries()).isEqualTo(5);
    assertThatThrownBy(() -> Converters.restart("sometimes")).hasMessageContaining("no policy");
  }
}
