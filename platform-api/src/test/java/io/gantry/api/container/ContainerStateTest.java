package io.gantry.api.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContainerStateTest {
  @ParameterizedTest
  @EnumSource
  void isFoundByTheNameShownToUsers(ContainerState state) {
    assertThat(ContainerState.fromDisplayName(state.displayName())).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource
  void leavesRemovingNever(ContainerState next) {
    assertThat(ContainerState.REMOVING.mayBecome(next)).isFalse();
  }
}
