package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpawnTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void handsOnExactlyTheChosenDescriptors() throws Exception {
    try (var extra = Descriptor.open(Path.of("/dev/zero"), OpenFlags.O_RDONLY, 0)) {
      String output = outputOf(List.of(extra), "ls /proc/self/fd | grep -v '^[4-9]$' | wc -l");

      // Number 4 is the directory that ls itself has open.
      assertThat(output.strip()).isEqualTo("4");
    }
  }

  @Test
  void passesTheEnvironmentAndNothingElse() throws Exception {
    assertThat(outputOf(List.of(), "env").lines())
        .contains("GREETING=hello wörld")
        .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("JAVA"));
  }

  @Test
  void leavesNoSignalBlockedOrIgnored() throws Exception {
    String output = outputOf(List.of(), "grep -E '^Sig(Blk|Ign)' /proc/self/status");

    // The C library keeps two real-time signals to itself.
    assertThat(output)
        .containsPattern("SigBlk:\t0{16}\n")
        .containsPattern("SigIgn:\t0{7}[01][08]0{7}\n");
  }

  @Test
  void leadsAProcessGroupOfItsOwn() throws Exception {
    String[] fields = outputOf(List.of(), "exec cat /proc/self/stat").split(" ", -1);

    assertThat(fields[4]).isEqualTo(fields[0]);
  }

  @Test
  void reportsTheCodeOrTheSignalPlus128() throws Exception {
    assertThat(start("exit 42").waitFor(LONG)).contains(42);
    assertThat(start("kill -TERM $$").waitFor(LONG)).contains(143);
  }

  @Test
  void killsAChildThatIsLate() throws Exception {
    ChildProcess child = start("sleep 1000; :");

    assertThat(child.waitFor(Duration.ofMillis(20))).isEmpty();
    assertThat(ProcessIdentity.of(child.pid())).isEmpty();
  }

  @Test
  void refusesAMissingProgram() {
    Program missing = Program.of(List.of("/no/such/program"), Map.of());

    assertThatThrownBy(() -> Spawn.start(missing, List.of()))
        .hasMessage("posix_spawn /no/such/program: ENOENT (no such file or directory)");
  }

  private static ChildProcess start(String script) throws Exception {
    return Spawn.start(shell(script), List.of());
  }

  private static String outputOf(List<Descriptor> further, String script) throws Exception {
    try (var input = Descriptor.open(Path.of("/dev/null"), OpenFlags.O_RDONLY, 0);
        var output = MemoryFile.create("output")) {
      List<Descriptor> descriptors =
          Stream.concat(
                  List.of(input, output.descriptor(), output.descriptor()).stream(),
                  further.stream())
              .toList();
      assertThat(Spawn.start(shell(script), descriptors).waitFor(LONG)).contains(0);
      return output.read(100_000);
    }
  }

  private static Program shell(String script) {
    return Program.of(
        List.of("/bin/sh", "-c", script),
        Map.of("PATH", "/usr/bin:/bin", "GREETING", "hello wörld"));
  }
}
