package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerIdTest {
  @Test
  @Rule("STORAGE-15")
  void isDrawnAgainIfItsShortFormCouldBeANumber() {
    ContainerId id = ContainerId.random(new NumberFirst());

    assertThat(id.value()).isEqualTo("ab".repeat(32));
    assertThat(id.shortId()).isEqualTo("abababababab");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "../../../../etc", "AB"})
  @Rule("STORAGE-15")
  void isSixtyFourLowerCaseHexCharacters(String start) {
    assertThatThrownBy(() -> new ContainerId(start)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ContainerId(start + "G".repeat(64 - start.length())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Draws digits only, and then letters. */
  private static final class NumberFirst extends SecureRandom {
    private static final long serialVersionUID = 1;

    private int draws;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, draws == 0 ? (byte) 0x11 : (byte) 0xab);
      draws++;
    }
  }
}
