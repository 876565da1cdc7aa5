package io.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.image.document.RepositoryPrefix;
import io.gantry.engine.image.registry.RegistryRule;
import io.gantry.engine.image.registry.RegistryRule.Mirror;
import io.gantry.engine.image.signature.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageSourcesFileTest {
  private final Path home;

  ImageSourcesFileTest(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void takesEverythingWithoutAFile() throws IOException {
    assertThat(ImageSourcesFile.read(home.resolve("registries.json")))
        .isEqualTo(ImageSources.DEFAULT);
  }

  @Test
  void readsWhatTheOwnerWrote() throws IOException {
    Cosigner signer = new Cosigner();
    ImageSources sources =
        read(
            """
            {
              "registries": [
                {"prefix": "docker.io",
                 "mirrors": [{"location": "mirror.example:5000/hub", "insecure": true}]},
                {"prefix": "bad.example", "blocked": true}
              ],
              "signatures": [
                {"prefix": "*", "policy": "accept"},
                {"prefix": "registry.example/team", "policy": "signed", "keys": ["%s"]}
              ],
              "archives": true
            }
            """
                .formatted(signer.pem().replace("\n", "\\n")));

    RegistryRule hub =
        new RegistryRule(
            new RepositoryPrefix("docker.io"),
            List.of(new Mirror(new RepositoryPrefix("mirror.example:5000/hub"), true)),
            false,
            false);
    RegistryRule bad =
        new RegistryRule(new RepositoryPrefix("bad.example"), List.of(), false, true);
    assertThat(sources.registries().rules()).containsExactly(hub, bad);
    assertThat(sources.trust().of(ImageName.parse("registry.example/team/app")))
        .isEqualTo(new Trust.SignedBy(List.of(signer.key())));
    assertThat(sources.trust().of(ImageName.parse("app"))).isEqualTo(new Trust.Accept());
    assertThat(sources.trust().archives()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"registries\": [{\"prefix\": \"Not A Name\"}]} | registries[0].prefix",
        "{\"registries\": [{\"mirrors\": []}]} | has a prefix",
        "{\"registries\": [{\"prefix\": \"a\", \"blokced\": true}]} | registries[0].blokced",
        "{\"registries\": [{\"prefix\": \"a\"}, {\"prefix\": \"a\"}]} | two rules for a",
        "{\"signatures\": [{\"prefix\": \"a\", \"policy\": \"maybe\"}]} | signatures[0].policy",
        "{\"signatures\": [{\"prefix\": \"a\", \"policy\": \"signed\"}]} | needs keys",
        "{\"signatures\": [{\"prefix\": \"a\", \"policy\": \"signed\", \"keys\": [\"x\"]}]}"
            + " | signatures[0].keys[0]",
        "{\"signature\": []} | signature",
        "registries: yes | line 1",
      })
  void saysWhatIsWrongAndWhere(String content, String words) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContainingAll("registries.json", words);
  }

  @Test
  void namesTheLine() {
    assertThatThrownBy(() -> read("{\n\"registries\": [\n{\"prefix\": \"a\",\n\"x\": 1}]}"))
        .hasMessageContaining("line 4");
  }

  private ImageSources read(String content) throws IOException {
    return ImageSourcesFile.read(Files.writeString(home.resolve("registries.json"), content));
  }
}
