package io.gantry.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@Rule("ATTACH-3")
class DetachKeysTest {
  @Test
  void areFoundAcrossPackets() {
    DetachKeys keys = DetachKeys.standard();

    assertThat(keys.scan(bytes("ab\u0010")).detached()).isFalse();
    DetachKeys.Scan second = keys.scan(bytes("\u0011cd"));

    assertThat(second.detached()).isTrue();
    assertThat(second.passed()).isEmpty();
  }

  @Test
  void holdBackABeginningOnlyUntilItIsKnownNotToBeThem() {
    DetachKeys keys = DetachKeys.standard();

    assertThat(keys.scan(bytes("a\u0010")).passed()).isEqualTo(bytes("a"));
    assertThat(keys.scan(bytes("b")).passed()).isEqualTo(bytes("\u0010b"));
    assertThat(keys.scan(bytes("\u0010\u0010\u0010")).passed()).isEqualTo(bytes("\u0010\u0010"));
    assertThat(keys.rest()).isEqualTo(bytes("\u0010"));
  }

  @Test
  void canBeOthersOrNone() {
    assertThat(DetachKeys.parse("ctrl-@,x").scan(bytes("a\u0000x")).detached()).isTrue();
    assertThat(DetachKeys.parse("").scan(bytes("\u0010\u0011")).passed())
        .isEqualTo(bytes("\u0010\u0011"));
    assertThat(DetachKeys.parse("ctrl-],ctrl-\\").scan(bytes("\u001d\u001c")).detached()).isTrue();
  }

  @Test
  void areRefusedIfTheyAreNoKeys() {
    assertThatThrownBy(() -> DetachKeys.parse("ctrl-1,q"))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
