package io.gantry.ctl.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DetachKeysTest {
  private static boolean seen(DetachKeys keys, int... bytes) {
    byte[] buffer = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      buffer[i] = (byte) bytes[i];
    }
    return keys.seenIn(buffer, buffer.length);
  }

  @Test
  void areFoundAcrossPackets() {
    DetachKeys keys = DetachKeys.parse(DetachKeys.DEFAULT);

    assertThat(seen(keys, 'a', 16)).isFalse();
    assertThat(seen(keys, 17)).isTrue();
  }

  @Test
  void startAnewAfterAnotherKey() {
    DetachKeys keys = DetachKeys.parse(DetachKeys.DEFAULT);

    assertThat(seen(keys, 16, 'x', 17)).isFalse();
    assertThat(seen(keys, 16, 16, 17)).isTrue();
  }

  @Test
  void anEmptyTextNeverMatches() {
    assertThat(seen(DetachKeys.parse(""), 16, 17)).isFalse();
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> DetachKeys.parse("ctrl-")).hasMessageContaining("no detach keys");
  }
}
