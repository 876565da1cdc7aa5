package io.gantry.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As CRIU 4.1 writes them. */
class CriuStatisticsTest {
  private static final String DUMP =
      "405910550633095723000000"
          + "0a2108c1031099c20e18a92a20b40128"
          + "2f30003821400048005008580860006800"
          + "7000";
  private static final String RESTORE =
      "40591055063309570f000000" + "120d0809100218a803209dd40b281f";

  private Path directory = Path.of("/");

  @BeforeEach
  void use(@TempDir Path temporary) {
    directory = temporary;
  }

  private Path file(String hexadecimal) throws IOException {
    return Files.write(directory.resolve("stats"), HexFormat.of().parseHex(hexadecimal));
  }

  @Test
  void tellWhatADumpTook() throws IOException {
    assertThat(CriuStatistics.dump(file(DUMP)))
        .contains(
            new DumpStatistics(micros(449), micros(237_849), micros(5417), micros(180), 47, 33));
  }

  @Test
  void tellWhatARestoreTook() throws IOException {
    assertThat(CriuStatistics.restore(file(RESTORE)))
        .contains(new RestoreStatistics(micros(424), micros(191_005), 31));
  }

  private static Duration micros(long count) {
    return Duration.ofNanos(count * 1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "405910550633095723000000",
        "00000000000000000000000000",
        "4059105506330957ffffffff0a21",
        "4059105506330957020000000aff",
        "40591055063309570c0000000affffffffffffffffffff01"
      })
  void areNothingIfTheyCannotBeRead(String hexadecimal) throws IOException {
    assertThat(CriuStatistics.dump(file(hexadecimal))).isEmpty();
    assertThat(CriuStatistics.restore(directory.resolve("missing"))).isEmpty();
  }
}
