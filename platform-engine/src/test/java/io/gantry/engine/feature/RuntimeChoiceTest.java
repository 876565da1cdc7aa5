package io.gantry.engine.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeChoiceTest {
  private static final Path RUNC = Path.of("/usr/sbin/runc");
  private static final Path CRUN = Path.of("/usr/bin/crun");

  private static RuntimeChoice on(Map<String, Path> installed) {
    return new RuntimeChoice(name -> Optional.ofNullable(installed.get(name)));
  }

  @Test
  void isRuncWhereBothAreInstalled() {
    assertThat(on(Map.of("crun", CRUN, "runc", RUNC)).find(null)).isEqualTo(RUNC);
  }

  @Test
  void isCrunWhereThereIsNoRunc() {
    assertThat(on(Map.of("crun", CRUN)).find(null)).isEqualTo(CRUN);
  }

  @Test
  void isTheOneAskedForByName() {
    assertThat(on(Map.of("crun", CRUN, "runc", RUNC)).find("crun")).isEqualTo(CRUN);
  }

  @Test
  void isTheProgramOfAnAbsolutePath(@TempDir Path directory) throws Exception {
    Path program = Files.createFile(directory.resolve("runtime"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

    assertThat(on(Map.of()).find(program.toString())).isEqualTo(program);
  }

  @ParameterizedTest
  @CsvSource({
    "crun, UNSUPPORTED, no runtime crun",
    "/nonexistent/crun, UNSUPPORTED, correct the path",
    "/usr, UNSUPPORTED, correct the path",
    "bin/crun, INVALID_ARGUMENT, absolute path",
    "'', INVALID_ARGUMENT, absolute path",
    ", UNSUPPORTED, neither runc nor crun"
  })
  void saysWhatIsWrongWithOneThatIsNotThere(String asked, ErrorCode code, String words) {
    assertThatThrownBy(() -> on(Map.of()).find(asked))
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
