package io.gantry.engine.selinux;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.engine.Rule;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessLabelTest {
  private static final String STORED = "system_u:system_r:container_t:s0:c1,c2";

  @Test
  @Rule("LABELS-1")
  void isTheStoredOneAsItIs() {
    assertThat(ProcessLabel.of(STORED, Map.of(), false, Isolation.HOST_KERNEL)).isEqualTo(STORED);
    assertThat(ProcessLabel.of("", Map.of(), true, Isolation.VIRTUAL_MACHINE)).isEmpty();
  }

  @Test
  @Rule("LABELS-2")
  void hasTheTypeOfSystemdOrOfAVirtualMachine() {
    assertThat(ProcessLabel.of(STORED, Map.of(), true, Isolation.HOST_KERNEL))
        .isEqualTo("system_u:system_r:container_init_t:s0:c1,c2");
    assertThat(ProcessLabel.of(STORED, Map.of(), true, Isolation.VIRTUAL_MACHINE))
        .isEqualTo("system_u:system_r:container_kvm_t:s0:c1,c2");
  }

  @Test
  @Rule("LABELS-2")
  void keepsATypeThatWasNamed() {
    Map<String, String> typed = Map.of(ProcessLabel.ANNOTATION, "level:s0,type:other_t");
    Map<String, String> levelled = Map.of(ProcessLabel.ANNOTATION, "level:s0");

    assertThat(ProcessLabel.of(STORED, typed, true, Isolation.VIRTUAL_MACHINE)).isEqualTo(STORED);
    assertThat(ProcessLabel.of(STORED, levelled, true, Isolation.HOST_KERNEL))
        .contains(ProcessLabel.OF_INIT);
  }

  @Test
  @Rule("LABELS-2")
  void knowsVirtualMachinesByTheirRuntime() {
    assertThat(Isolation.of(Path.of("/usr/bin/kata-runtime"))).isEqualTo(Isolation.VIRTUAL_MACHINE);
    assertThat(Isolation.of(Path.of("/usr/sbin/runc"))).isEqualTo(Isolation.HOST_KERNEL);
  }
}
