package io.gantry.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.engine.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriuTest {
  @ParameterizedTest
  @CsvSource({
    "'Version: 3.10', false",
    "'Version: 3.11', true",
    "'Version: 3.9.1', false",
    "'Version: 4.1.1', true",
    "'Version: 2.20', false",
    "'Version: 10.0', true",
    "'CRIU', false",
    "'', false"
  })
  @Rule("CHECKPOINT-3")
  void isNewEnoughFromVersion311On(String answer, boolean enough) {
    assertThat(Criu.isEnough(answer)).isEqualTo(enough);
  }
}
