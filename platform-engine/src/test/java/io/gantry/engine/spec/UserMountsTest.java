package io.gantry.engine.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.engine.Rule;
import io.gantry.engine.network.LogCapture;
import io.gantry.engine.volume.VolumeMount;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserMountsTest {
  private static final VolumeMount DATA =
      new VolumeMount(Path.of("/v/1"), "/data", false, List.of());
  private static final VolumeMount LOGS =
      new VolumeMount(Path.of("/v/2"), "/logs", false, List.of());
  private static final SpecMount DATA_AS_MOUNTED = bind("/data");
  private static final SpecMount HOST = bind("/host");
  private static final SpecMount MEMORY = bind("/memory");

  private static SpecMount bind(String destination) {
    return new SpecMount(destination, "bind", "/x", List.of());
  }

  @Test
  @Rule("USERVOLUMES-1")
  void areLookedForAmongVolumesBeforeMounts() {
    List<SpecMount> mounted = List.of(bind("/proc"), DATA_AS_MOUNTED, HOST);

    UserMounts sorted = UserMounts.sort(List.of("/data/", "/host"), List.of(DATA), mounted);

    assertThat(sorted.volumes()).containsExactly(DATA);
    assertThat(sorted.mounts()).containsExactly(HOST);
  }

  @Test
  @Rule("USERVOLUMES-2")
  void areInTheUsersOrder() {
    List<String> asked = List.of("/logs", "/memory", "/data", "/host");

    UserMounts sorted = UserMounts.sort(asked, List.of(DATA, LOGS), List.of(HOST, MEMORY));

    assertThat(sorted.volumes()).containsExactly(LOGS, DATA);
    assertThat(sorted.mounts()).containsExactly(MEMORY, HOST);
  }

  @Test
  @Rule("USERVOLUMES-2")
  void areWarnedOfWhereNothingIsMounted() {
    try (LogCapture log = LogCapture.of(UserMounts.class)) {
      UserMounts sorted = UserMounts.sort(List.of("/gone", "/host"), List.of(), List.of(HOST));

      assertThat(sorted.mounts()).containsExactly(HOST);
      assertThat(log.warnings()).containsExactly("nothing is mounted there");
    }
  }
}
