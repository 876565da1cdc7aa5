package io.gantry.engine.image.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexTest {
  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/arm64 linux/amd64, linux/amd64",
    "linux/amd64, linux/amd64/v2 linux/amd64/v1, linux/amd64",
    "linux/arm64, linux/arm/v7 linux/arm64/v8, linux/arm64",
    "linux/arm/v7, linux/arm/v5 linux/arm/v7 linux/arm/v6, linux/arm/v7",
    "linux/arm/v7, linux/arm/v5 linux/arm/v6, linux/arm/v6",
    "linux/arm/v6, linux/arm/v7 linux/arm/v5, linux/arm/v5",
    "linux/arm, linux/arm/v6 linux/arm, linux/arm/v7",
  })
  void choosesTheBestThatRunsHere(String host, String offered, String chosen) {
    assertThat(index(offered.split(" ", -1)).choose(platform(host)).platform()).hasToString(chosen);
  }

  @Test
  void namesWhatThereIsButNoAttestations() {
    Index index = index("linux/arm/v7", "unknown/unknown", "windows/amd64");

    assertThatThrownBy(() -> index.choose(platform("linux/arm/v6")))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .hasMessageContaining("exists for linux/arm/v7, windows/amd64, not for linux/arm/v6");
  }

  @Test
  void refusesADocumentThatIsIndexAndManifest() {
    byte[] both =
        "{\"manifests\": [], \"config\": {}, \"layers\": []}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Index.is(both))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID));
  }

  @Test
  void takesNoWordsOfAPlatformThatAreNone() {
    Index index = index("linux/evil\\nlog line");

    assertThat(index.entries().getFirst().platform()).hasToString("linux/?");
  }

  private static Platform platform(String text) {
    String[] parts = text.split("/", -1);
    return new Platform(parts[1], parts[0], parts.length > 2 ? parts[2] : "");
  }

  private static Index index(String... platforms) {
    String entries =
        Arrays.stream(platforms)
            .map(text -> text.split("/", -1))
            .map(
                parts ->
                    """
                    {"mediaType": "%s", "digest": "%s", "size": 1, "platform":
                      {"os": "%s", "architecture": "%s", "variant": "%s"}}
                    """
                        .formatted(
                            Manifest.MEDIA_TYPE,
                            new Digest("sha256:" + "0a".repeat(32)),
                            parts[0],
                            parts[1],
                            parts.length > 2 ? parts[2] : ""))
            .collect(Collectors.joining(","));
    return Index.parse("{\"manifests\": [%s]}".formatted(entries).getBytes(StandardCharsets.UTF_8));
  }
}
