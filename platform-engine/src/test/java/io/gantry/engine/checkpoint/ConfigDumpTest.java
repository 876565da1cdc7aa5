package io.gantry.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageDetail;
import io.gantry.engine.Rule;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigDumpTest {
  private static final ContainerId ID = new ContainerId("ab".repeat(32));

  private Path directory = Path.of("/");

  @BeforeEach
  void use(@TempDir Path temporary) {
    directory = temporary;
  }

  private ContainerConfig config(String... aliases) {
    ContainerSpec spec =
        ContainerSpec.builder("image")
            .network(NetworkSpec.BRIDGE.withAliases(List.of(aliases)))
            .build();
    return new ContainerConfig(
        ID,
        TenantId.DEFAULT,
        "web",
        spec,
        ImageDetail.NONE,
        Instant.EPOCH,
        directory,
        directory,
        directory);
  }

  @Test
  @Rule("CHECKPOINT-2")
  void leavesTheNameOfTheIdOutAndTheConfigAsItIs() throws IOException {
    ContainerConfig config = config("shop", ID.shortId());

    ConfigDump.write(directory, ConfigDump.of(config, List.of("/data"), false));

    ArchivedContainer read = ConfigDump.read(directory);
    assertThat(read.spec().network().aliases()).containsExactly("shop");
    assertThat(read.name()).isEqualTo("web");
    assertThat(read.volumes()).containsExactly("/data");
    assertThat(config.spec().network().aliases()).containsExactly("shop", ID.shortId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[1",
        "{}",
        "null",
        "{\"name\":\"x\"}",
        "{\"name\":\"x\",\"spec\":{\"image\":\"\"}}",
        "{\"name\":\"x\",\"spec\":{\"image\":\"i\"},\"layers\":[null]}",
        "{\"name\":\"x\",\"spec\":{\"image\":\"i\"},\"layers\":[\"../..\"]}"
      })
  void refusesWhatNamesNoContainer(String content) throws IOException {
    Files.writeString(directory.resolve("config.dump"), content);

    assertRefused();
  }

  @Test
  void refusesWhatIsNestedWithoutEnd() throws IOException {
    Files.writeString(directory.resolve("config.dump"), "[".repeat(500_000));

    assertRefused();
  }

  private void assertRefused() {
    assertThatThrownBy(() -> ConfigDump.read(directory))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }
}
