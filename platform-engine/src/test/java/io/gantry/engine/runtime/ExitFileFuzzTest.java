package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** What lies where a monitor writes an exit code. */
class ExitFileFuzzTest {
  private static final int LONGEST_REASON = 100;

  @FuzzTest
  void isACodeOrAnUnknownEndOrNone(byte[] content) {
    byte[] read = Arrays.copyOf(content, Math.min(content.length, ExitFile.MAXIMUM_BYTES + 1));

    ExitFile.of(read, Instant.EPOCH).ifPresent(exit -> look(exit, read));
  }

  private static void look(ExitFile exit, byte[] content) {
    String damage = exit.damage();
    if (damage == null) {
      String text = new String(content, StandardCharsets.US_ASCII).strip();
      assertThat(Integer.parseInt(text)).isEqualTo(exit.code());
    } else {
      assertThat(exit.code()).isEqualTo(-1);
      assertThat(damage.length()).isLessThan(LONGEST_REASON);
      assertThat(damage.chars().noneMatch(Character::isISOControl)).as(damage).isTrue();
    }
  }
}
