package io.gantry.engine.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeInquiryTest {
  private static final String OLD_CRUN =
      "crun version 1.8.1\ncommit: f8a096b\nspec: 1.0.0\n+SYSTEMD +APPARMOR +CAP +SECCOMP +EBPF +YAJL";

  private final Path directory;

  RuntimeInquiryTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** A program that answers so; without features it fails when it is asked for them. */
  private RuntimeProgram asked(String version, String features) throws IOException {
    Path program = directory.resolve("runtime");
    Files.writeString(directory.resolve("--version"), version);
    if (!features.isEmpty()) {
      Files.writeString(directory.resolve("features"), features);
    }
    Files.writeString(program, "#!/bin/sh\nexec cat \"$(dirname \"$0\")/$1\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new RuntimeInquiry(program, Map.of("PATH", "/usr/bin:/bin")).ask();
  }

  @Test
  void takesWhatARuntimeLists() throws IOException {
    RuntimeProgram runtime =
        asked(
            "runc version 1.1.5+ds1\ncommit: 1\n",
            """
            {"linux": {"namespaces": ["mount", "pid", "uts"], "cgroup": {"v1": true, "v2": false},
              "seccomp": {"enabled": false}},
             "annotations": {"org.opencontainers.runc.checkpoint.enabled": "false"}}
            """);

    assertThat(runtime.name()).isEqualTo("runc");
    assertThat(runtime.version()).isEqualTo("1.1.5+ds1");
    assertThat(runtime.told()).isTrue();
    assertThat(runtime.features())
        .containsExactlyInAnyOrder(
            RuntimeFeature.MOUNT_NAMESPACES,
            RuntimeFeature.PID_NAMESPACES,
            RuntimeFeature.UTS_NAMESPACES,
            RuntimeFeature.CGROUP_V1,
            RuntimeFeature.APPARMOR,
            RuntimeFeature.SELINUX);
  }

  @Test
  void goesByTheVersionOfOneThatListsNothing() throws IOException {
    RuntimeProgram runtime = asked(OLD_CRUN, "");

    assertThat(runtime.name()).isEqualTo("crun");
    assertThat(runtime.version()).isEqualTo("1.8.1");
    assertThat(runtime.told()).isFalse();
    assertThat(runtime.features())
        .contains(RuntimeFeature.SECCOMP, RuntimeFeature.CGROUP_V2, RuntimeFeature.USER_NAMESPACES)
        .doesNotContain(
            RuntimeFeature.CHECKPOINT, RuntimeFeature.SELINUX, RuntimeFeature.IDMAPPED_MOUNTS);
  }

  @Test
  void takesAnOldRuncWithoutItsLibraryForOneWithoutSeccomp() throws IOException {
    assertThat(asked("runc version 1.0.3\nspec: 1.0.2\n", "no JSON").features())
        .contains(RuntimeFeature.CHECKPOINT)
        .doesNotContain(RuntimeFeature.SECCOMP);
  }

  @Test
  void namesRuntimeFeatureAndRemedyOfWhatIsMissing() throws IOException {
    RuntimeProgram runtime = asked(OLD_CRUN, "");

    runtime.require(RuntimeFeature.SECCOMP);
    assertThatThrownBy(() -> runtime.require(RuntimeFeature.CHECKPOINT))
        .hasMessageContaining("crun 1.8.1 (" + directory.resolve("runtime") + ")")
        .hasMessageContaining("has no checkpoint: install a runtime")
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  @Test
  void refusesAProgramThatIsNoRuntime() {
    assertThatThrownBy(() -> asked("hello\n", ""))
        .hasMessageContaining("it says 'hello'")
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }
}
