package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RuntimeLogTest {
  @Test
  void tellsTheLastErrorAmongLines() {
    String log =
        """
        {"level":"error","msg":"first"}
        stray words
        {"level":"warning","msg":"no error"}
        {"level":"error","msg":"last"}
        """;

    assertThat(RuntimeLog.lastError(log)).contains("last");
  }

  @Test
  void readsObjectsOverSeveralLines() {
    String log =
        """
        {
          "msg": "container `x` does not exist: open `\\/run\\/x`: No such file or directory",
          "level": "error"
        }
        """;

    assertThat(RuntimeLog.lastError(log))
        .contains("container `x` does not exist: open `/run/x`: No such file or directory");
  }

  @Test
  void tellsNothingOfALogWithoutErrors() {
    assertThat(RuntimeLog.lastError("plain words\n{}\n")).isEmpty();
  }
}
