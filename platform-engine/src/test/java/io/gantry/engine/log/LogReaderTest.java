package io.gantry.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.LoggingSpec.Driver;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.runtime.StandardStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LogReaderTest {
  private static final CompletableFuture<Boolean> ENDED = CompletableFuture.completedFuture(true);
  private static final Set<StandardStream> BOTH = Set.of(StandardStream.values());

  private final Path log;

  LogReaderTest(@TempDir Path directory) {
    this.log = directory.resolve("ctr.log");
  }

  @Test
  @Rule({"LOGS-1", "LOGS-2"})
  void joinsThePartsOfALineStreamByStream() throws Exception {
    write("stdout P one ", "stderr F other", "stdout P and ", "stdout F two");

    assertThat(read(LogOptions.ALL)).containsExactly("stderr other", "stdout one and two");
  }

  @Test
  @Rule("LOGS-2")
  void takesAMissingFileForAnEmptyOne() throws Exception {
    assertThat(read(LogOptions.ALL)).isEmpty();
    assertThat(read(tail(5))).isEmpty();
  }

  @Test
  @Rule("LOGS-2")
  void readsTheLastWholeLinesAndWhatFollowsThem() throws Exception {
    write("stdout F 1", "stdout P 2", "stdout F a", "stderr F 3", "stdout P unfinished");

    assertThat(read(tail(2))).containsExactly("stdout 2a", "stderr 3", "stdout unfinished");
    assertThat(read(tail(0))).isEmpty();
    assertThat(read(tail(99))).hasSize(4);
  }

  @Test
  @Rule("LOGS-2")
  void readsInterleavedLastLinesFromTheirFirstPart() throws Exception {
    write("stdout F 0", "stdout P a", "stderr P b", "stdout F c", "stderr F d", "stdout F e");

    assertThat(read(tail(2))).containsExactly("stderr bd", "stdout e");
    assertThat(read(tail(3))).containsExactly("stdout ac", "stderr bd", "stdout e");
  }

  @Test
  void findsTheTailOfALogOfManyBlocks() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      lines.add("stdout F line " + i + " " + "x".repeat(i % 97));
    }
    write(lines.toArray(String[]::new));

    assertThat(read(tail(3))).hasSize(3).first().asString().startsWith("stdout line 19997 ");
    assertThat(read(tail(15_000))).hasSize(15_000);
  }

  @Test
  @Rule("LOGS-2")
  void choosesByTimeAndStream() throws Exception {
    write("stdout F 0", "stderr F 1", "stdout F 2", "stdout F 3");
    Instant second = time(2);

    assertThat(read(new LogOptions(false, null, second, null, BOTH)))
        .containsExactly("stdout 2", "stdout 3");
    assertThat(read(new LogOptions(false, 2L, null, second, Set.of(StandardStream.STDOUT))))
        .containsExactly("stdout 0", "stdout 2");
  }

  @Test
  void passesOverWhatIsNoEntry() throws Exception {
    write("stdout F 0");
    Files.write(log, new byte[] {0, 0, '\n', 'x', '\n'}, StandardOpenOption.APPEND);
    append(time(1) + " stdout F 1\n");

    assertThat(read(LogOptions.ALL)).containsExactly("stdout 0", "stdout 1");
    assertThat(read(tail(2))).containsExactly("stdout 0", "stdout 1");
  }

  @Test
  void givesAnEndlessLineInPieces() throws Exception {
    String[] parts = new String[300];
    Arrays.fill(parts, "stdout P " + "x".repeat(8000));
    write(parts);

    assertThat(read(LogOptions.ALL)).hasSize(3).allMatch(line -> line.length() < (1 << 20) + 9000);
  }

  @Test
  @Rule("LOGS-2")
  void followsUntilTheContainerEndedAndTheFileIsReadToItsEnd() throws Exception {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    try (LogReader reader = LogReader.open(in(Driver.K8S_FILE), follow(null), ended)) {
      Thread writer =
          Thread.startVirtualThread(
              () -> {
                append(time(0) + " stdout F first\n" + time(1) + " stdout");
                append(" F second\n");
                append(time(2) + " stdout F last\n");
                ended.complete(true);
              });

      assertThat(all(reader)).containsExactly("stdout first", "stdout second", "stdout last");
      writer.join();
    }
  }

  @Test
  @Rule("LOGS-3")
  void goesOnWithTheFileThatTakesTheLogsPlace() throws Exception {
    write("stdout F old");
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    try (LogReader reader = LogReader.open(in(Driver.K8S_FILE), follow(0L), ended)) {
      append(time(1) + " stdout F before\n");
      Path next = log.resolveSibling("ctr.log.tmp");
      Files.writeString(next, time(2) + " stdout F after\n");
      Files.move(next, log, StandardCopyOption.ATOMIC_MOVE);
      ended.complete(true);

      assertThat(all(reader)).containsExactly("stdout before", "stdout after");
    }
  }

  @Test
  void endsAWaitWhenItIsClosed() throws Exception {
    LogReader reader = LogReader.open(in(Driver.K8S_FILE), follow(null), new CompletableFuture<>());
    Thread closer = Thread.startVirtualThread(reader::close);

    assertThat(reader.next()).isEmpty();
    closer.join();
  }

  @Test
  @Rule("LOGS-2")
  void refusesDriversThatKeepNothing() {
    assertThatThrownBy(() -> LogReader.open(in(Driver.NONE), LogOptions.ALL, ENDED))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_LOGS));
  }

  private LogLocation in(Driver driver) {
    return new LogLocation(new ContainerId("ab".repeat(32)), driver, log);
  }

  private static LogOptions tail(long lines) {
    return new LogOptions(false, lines, null, null, BOTH);
  }

  private static LogOptions follow(@Nullable Long tail) {
    return new LogOptions(true, tail, null, null, BOTH);
  }

  private List<String> read(LogOptions options) throws InterruptedException {
    try (LogReader reader = LogReader.open(in(Driver.K8S_FILE), options, ENDED)) {
      return all(reader);
    }
  }

  private static List<String> all(LogReader reader) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    for (Optional<LogLine> line = reader.next(); line.isPresent(); line = reader.next()) {
      String text = new String(line.get().text(), StandardCharsets.UTF_8);
      lines.add(line.get().stream().displayName() + " " + text);
    }
    return lines;
  }

  private void write(String... entries) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < entries.length; i++) {
      text.append(time(i)).append(' ').append(entries[i]).append('\n');
    }
    append(text.toString());
  }

  private void append(String text) {
    try {
      Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant time(int seconds) {
    return Instant.ofEpochSecond(1_700_000_000L + seconds);
  }
}
