package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.ProgramRun;
import java.nio.charset.StandardCharsets;

/** What netavark answers. */
class NetavarkFuzzTest {
  private static final int LONGEST_MESSAGE = 1100;

  @FuzzTest
  void tellsTheNetworksOrTheReason(byte[] answer) {
    String text = new String(answer, StandardCharsets.UTF_8);

    look(new ProgramRun(0, text, ""));
    look(new ProgramRun(1, text, ""));
    look(new ProgramRun(1, "", text));
  }

  private static void look(ProgramRun run) {
    try {
      assertThat(NetavarkAnswer.of("setup", run).size()).isNotNegative();
    } catch (GantryException e) {
      String message = String.valueOf(e.getMessage());
      assertThat(e.code()).isEqualTo(ErrorCode.NETWORK);
      assertThat(message.length()).isLessThan(LONGEST_MESSAGE);
      assertThat(message.chars().noneMatch(c -> c < ' ')).as(message).isTrue();
    }
  }
}
