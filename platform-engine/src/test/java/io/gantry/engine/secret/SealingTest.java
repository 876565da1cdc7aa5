package io.gantry.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.SecretSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.IdMap;
import io.gantry.engine.linux.IdMaps;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {
  private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

  @Test
  @Rule("SECRETS-1")
  void opensOnlyWithTheSameKeyAtTheSamePlace(@TempDir Path directory) throws Exception {
    SecureRandom random = new SecureRandom();
    SealingKey key = SealingKey.open(directory.resolve("key"), random);
    SealingKey again = SealingKey.open(directory.resolve("key"), random);
    SealingKey other = SealingKey.open(directory.resolve("other"), random);

    byte[] sealed = key.seal(DATA, "a/b");

    assertThat(again.open(sealed, "a/b")).isEqualTo(DATA);
    assertThat(key.seal(DATA, "a/b")).isNotEqualTo(sealed);
    assertThatThrownBy(() -> other.open(sealed, "a/b")).isInstanceOf(GantryException.class);
    assertThatThrownBy(() -> key.open(sealed, "a/c")).isInstanceOf(GantryException.class);
    assertThatThrownBy(() -> key.open(new byte[3], "a/b")).isInstanceOf(GantryException.class);
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(() -> key.open(sealed, "a/b")).isInstanceOf(GantryException.class);
    Files.write(directory.resolve("other"), new byte[5]);
    assertThatThrownBy(() -> SealingKey.open(directory.resolve("other"), random))
        .isInstanceOf(GantryException.class);
  }

  @Test
  @Rule("SECRETS-2")
  void mapsOwnersToTheHost() {
    IdMaps maps =
        new IdMaps(List.of(new IdMap(0, 100_000, 10)), List.of(new IdMap(0, 200_000, 10)));

    SecretFile file = SecretFile.of(new SecretSpec("a", null, null, 3, 4, null), maps);

    assertThat(file.hostUid()).isEqualTo(100_003);
    assertThat(file.hostGid()).isEqualTo(200_004);
    SecretSpec unmapped = new SecretSpec("a", null, null, 0, 10, null);
    assertThatThrownBy(() -> SecretFile.of(unmapped, maps))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }
}
