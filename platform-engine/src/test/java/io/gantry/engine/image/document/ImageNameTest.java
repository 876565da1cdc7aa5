package io.gantry.engine.image.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
  @ParameterizedTest
  @CsvSource({
    "app, app:latest",
    "app:1, app:1",
    "docker.io/library/app, app:latest",
    "team/app, team/app:latest",
    "localhost:5000/app:1, localhost:5000/app:1",
    "registry.example/a/b/c:x, registry.example/a/b/c:x"
  })
  void fillsInWhatIsLeftOut(String text, String full) {
    assertThat(ImageName.parse(text)).hasToString(full);
    assertThat(ImageName.parse(full)).isEqualTo(ImageName.parse(text));
  }

  @Test
  void knowsTheDigestItNames() {
    String digest = "sha256:" + "0a".repeat(32);

    assertThat(ImageName.parse("team/app@" + digest).digest())
        .hasValueSatisfying(value -> assertThat(value).hasToString(digest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "team/UPPER",
        "a//b",
        "../a",
        "a:b:c",
        "a\u0000b",
        "a\nb",
        "a@sha256:12",
        "-a",
        "a:"
      })
  void refusesWhatIsNoReference(String text) {
    assertRefused(text);
  }

  @Test
  void refusesWhatIsTooLong() {
    assertRefused("a".repeat(513));
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> ImageName.parse(text))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }
}
