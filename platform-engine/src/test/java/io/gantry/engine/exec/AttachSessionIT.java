package io.gantry.engine.exec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.LoggingSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.runtime.Bundle;
import io.gantry.engine.runtime.ExitFile;
import io.gantry.engine.runtime.ExitFiles;
import io.gantry.engine.runtime.MonitorRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@RequiresHost({"root", "runc", "conmon", "busybox"})
class AttachSessionIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  @Rule({"ATTACH-1", "ATTACH-2", "START-13", "PATHS-6"})
  void losesNoOutputOfAContainerAttachedToBeforeItsStart() throws Exception {
    try (Bundle bundle = Bundle.script("echo out; echo err >&2")) {
      assertThat(bundle.files().attachSocket().toString()).hasSizeGreaterThan(107);
      bundle.create();
      try (AttachSession session = AttachSession.open(bundle.files(), DetachKeys.none())) {
        bundle.runtime().start(bundle.id());

        assertThat(Output.of(session)).isEqualTo(new Output("out\n", "err\n"));
      }
    }
  }

  @Test
  @Rule("ATTACH-6")
  void isCopiedAsHttpCarriesIt() throws Exception {
    ByteArrayOutputStream copied = new ByteArrayOutputStream();
    try (Bundle bundle = Bundle.script("echo err >&2; exec 2>&-; cat")) {
      bundle.create(request(bundle, false, true));
      try (AttachSession session = AttachSession.open(bundle.files(), DetachKeys.none())) {
        bundle.runtime().start(bundle.id());
        assertThat(session.read().orElseThrow().bytes()).isEqualTo("err\n".getBytes(US_ASCII));
        session.write("x".repeat(300).getBytes(US_ASCII));
        session.closeInput();

        session.copyTo(copied, false);
      }
    }
    byte[] bytes = copied.toByteArray();
    int length = 0;
    for (int from = 0; from < bytes.length; ) {
      assertThat(Arrays.copyOfRange(bytes, from, from + 4)).containsExactly(1, 0, 0, 0);
      int piece = ByteBuffer.wrap(bytes, from + 4, 4).getInt();
      length += piece;
      from += 8 + piece;
    }
    assertThat(length).isEqualTo(300);
  }

  @Test
  @Rule("ATTACH-6")
  void isCopiedAsItIsFromATerminal() throws Exception {
    ByteArrayOutputStream copied = new ByteArrayOutputStream();
    try (Bundle bundle = Bundle.script("echo out; echo err >&2")) {
      bundle.spec().withObject("process").put("terminal", true);
      bundle.create(request(bundle, true, false));
      try (AttachSession session = AttachSession.open(bundle.files(), DetachKeys.none())) {
        bundle.runtime().start(bundle.id());

        session.copyTo(copied, true);
      }
    }
    assertThat(copied.toString(US_ASCII)).isEqualTo("out\r\nerr\r\n");
  }

  @Test
  @Rule("ATTACH-2")
  void goesOnWithOutputAfterTheEndOfInput() throws Exception {
    byte[] input = "x".repeat(100_000).getBytes(US_ASCII);
    try (Bundle bundle = Bundle.script("cat; echo; echo done; exit 3");
        ExitFiles exits = ExitFiles.watch(bundle.files().exitDir(), id -> {})) {
      bundle.create(request(bundle, false, true));
      try (AttachSession session = AttachSession.open(bundle.files(), DetachKeys.none())) {
        bundle.runtime().start(bundle.id());

        Thread writer =
            Thread.startVirtualThread(
                () -> {
                  session.write(input);
                  session.write(new byte[0]);
                  session.write(input);
                  session.closeInput();
                });

        assertThat(Output.of(session).stdout()).isEqualTo("x".repeat(200_000) + "\ndone\n");
        writer.join();
      }
      assertThat(exits.waitFor(bundle.files(), LONG).map(ExitFile::code)).contains(3);
    }
  }

  @Test
  @Rule("ATTACH-4")
  void sizesTheTerminal() throws Exception {
    try (Bundle bundle = Bundle.script(Bundle.tellSize("24 132"))) {
      bundle.spec().withObject("process").put("terminal", true);
      bundle.create(request(bundle, true, false));
      try (AttachSession session = AttachSession.open(bundle.files(), DetachKeys.standard())) {
        bundle.runtime().start(bundle.id());

        session.resize(24, 132);

        assertThat(Output.of(session).stdout()).endsWith("24 132\r\n");
      }
    }
  }

  @Test
  @Rule({"ATTACH-3", "EXITCODES-10"})
  void leavesTheContainerRunningWhenTheKeysDetach() throws Exception {
    try (Bundle bundle = Bundle.script("sleep 1000")) {
      bundle.spec().withObject("process").put("terminal", true);
      var process = bundle.create(request(bundle, true, false)).container();
      try (AttachSession session = AttachSession.open(bundle.files(), DetachKeys.standard())) {
        bundle.runtime().start(bundle.id());

        assertThat(session.write(new byte[] {16, 17})).isFalse();

        assertThat(session.read()).isEmpty();
        assertThat(process.isAlive()).isTrue();
      }
    }
  }

  @Test
  void keepsTheExitCodeFromAClientThatDoesNotRead() throws Exception {
    try (Bundle bundle = Bundle.command("/bin/dd", "if=/dev/zero", "bs=1M", "count=16");
        ExitFiles exits = ExitFiles.watch(bundle.files().exitDir(), id -> {})) {
      bundle.create(request(bundle, false, false));
      try (AttachSession session = AttachSession.open(bundle.files(), DetachKeys.none())) {
        bundle.runtime().start(bundle.id());

        assertThat(exits.waitFor(bundle.files(), Duration.ofSeconds(40)).map(ExitFile::code))
            .contains(0);
        assertThatThrownBy(() -> Output.of(session))
            .isInstanceOfSatisfying(
                GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
      }
    }
  }

  @Test
  void isRefusedWithoutAMonitor() throws Exception {
    try (Bundle bundle = Bundle.script("exit 0")) {
      assertThatThrownBy(() -> AttachSession.open(bundle.files(), DetachKeys.none()))
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MONITOR_DEAD));
    }
  }

  private static MonitorRequest request(Bundle bundle, boolean terminal, boolean openInput) {
    LoggingSpec none = new LoggingSpec(LoggingSpec.Driver.NONE, null);
    return new MonitorRequest(bundle.files(), "test", none, terminal, openInput, null, List.of());
  }
}
