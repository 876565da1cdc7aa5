package io.gantry.engine.spec;

import static io.gantry.engine.spec.SpecRequests.aContainer;
import static io.gantry.engine.spec.SpecRequests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.SystemdMode;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.Rule;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SystemdTest {
  private static final ImageConfig OF_SYSTEMD =
      new ImageConfig(null, List.of("/sbin/init"), null, null, null, null, null, null);

  private static boolean isRecognised(ContainerSpec.Builder spec) {
    return Systemd.isFirstProcess(spec.build(), ImageConfig.EMPTY);
  }

  @ParameterizedTest
  @Rule("OCISPEC-19")
  @ValueSource(
      strings = {
        "systemd",
        "/lib/systemd/systemd",
        "/sbin/init",
        "/usr/sbin/init",
        "/usr/local/sbin/init"
      })
  void isRecognisedByTheCommand(String program) {
    assertThat(isRecognised(aContainer().command(program, "--unit=x"))).isTrue();
    assertThat(isRecognised(aContainer().entrypoint(program))).isTrue();
    assertThat(isRecognised(aContainer().command("sh", program))).isFalse();
    assertThat(isRecognised(aContainer().command(program).systemd(SystemdMode.NEVER))).isFalse();
  }

  @Test
  @Rule("OCISPEC-19")
  void isForcedOrTakenFromTheImage() {
    assertThat(isRecognised(aContainer().command("sh").systemd(SystemdMode.ALWAYS))).isTrue();
    assertThat(Systemd.isFirstProcess(aContainer().build(), OF_SYSTEMD)).isTrue();
    assertThat(Systemd.isFirstProcess(aContainer().command("sh").build(), OF_SYSTEMD)).isFalse();
  }

  private static JsonNode mount(JsonNode spec, String destination) {
    return StreamSupport.stream(spec.path("mounts").spliterator(), false)
        .filter(mount -> mount.path("destination").asString().equals(destination))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Rule("OCISPEC-19")
  void findsWritableDirectoriesItsCgroupAndItsMachine() {
    JsonNode spec = aRequest().generate(aContainer().command("/sbin/init"));

    for (String writable : List.of("/run", "/run/lock", "/tmp", "/var/log/journal")) {
      assertThat(mount(spec, writable).path("type").asString()).isEqualTo("tmpfs");
    }
    assertThat(mount(spec, "/sys/fs/cgroup").path("options").toString()).contains("\"rw\"");
    assertThat(spec.path("process").path("env").toString())
        .contains("container_uuid=" + SpecRequests.ID.value().substring(0, 32));
    JsonNode ordinary = aRequest().generate(aContainer().command("sh"));
    assertThat(ordinary.path("mounts").toString()).doesNotContain("/var/log/journal");
    assertThat(ordinary.path("process").path("env").toString()).doesNotContain("container_uuid");
  }
}
