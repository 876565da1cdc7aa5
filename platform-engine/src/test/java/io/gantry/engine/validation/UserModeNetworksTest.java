package io.gantry.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserModeNetworksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"slirp4netns", "slirp4netns:port_handler=slirp4netns", "pasta", "pasta:-T"})
  @Rule("RESTART-7")
  void areRefused(String network) {
    ContainerSpec spec = joining(network);

    assertThatThrownBy(() -> SpecValidation.check(spec))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .hasMessageContaining("bridge");
  }

  @Test
  void areNotTakenForOthers() {
    ContainerSpec spec = joining("pastarama");

    assertThatCode(() -> SpecValidation.check(spec)).doesNotThrowAnyException();
  }

  private static ContainerSpec joining(String network) {
    return ContainerSpec.builder("image")
        .network(NetworkSpec.BRIDGE.withNetworks(List.of(network)))
        .build();
  }
}
