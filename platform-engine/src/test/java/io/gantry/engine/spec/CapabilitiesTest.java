package io.gantry.engine.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.SecuritySpec;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
  private static final Set<Capability> HOST = EnumSet.allOf(Capability.class);

  @Test
  @Rule("OCISPEC-4")
  void givesNoRawSocketsDeviceNodesOrAuditByDefault() {
    Capabilities capabilities = of(List.of(), List.of(), true);

    assertThat(capabilities.bounding())
        .containsExactlyInAnyOrder(
            Capability.CHOWN,
            Capability.DAC_OVERRIDE,
            Capability.FOWNER,
            Capability.FSETID,
            Capability.KILL,
            Capability.NET_BIND_SERVICE,
            Capability.SETFCAP,
            Capability.SETGID,
            Capability.SETPCAP,
            Capability.SETUID,
            Capability.SYS_CHROOT);
    assertThat(capabilities.effective()).isEqualTo(capabilities.bounding());
  }

  @Test
  @Rule("OCISPEC-4")
  void addsAndDropsByNameInAnyCase() {
    Capabilities capabilities = of(List.of("net_raw", "CAP_SYS_PTRACE"), List.of("Chown"), true);

    assertThat(capabilities.bounding())
        .contains(Capability.NET_RAW, Capability.SYS_PTRACE)
        .doesNotContain(Capability.CHOWN);
  }

  @Test
  @Rule("OCISPEC-4")
  void dropsAllButWhatIsAdded() {
    assertThat(of(List.of("NET_ADMIN"), List.of("ALL"), true).bounding())
        .containsExactly(Capability.NET_ADMIN);
    assertThat(of(List.of(), List.of("all"), true).bounding()).isEmpty();
  }

  @Test
  @Rule("OCISPEC-4")
  void addsAllButWhatIsDropped() {
    assertThat(of(List.of("ALL"), List.of("SYS_ADMIN"), true).bounding())
        .hasSize(HOST.size() - 1)
        .doesNotContain(Capability.SYS_ADMIN);
  }

  @Test
  @Rule("OCISPEC-4")
  void neverExceedsTheHost() {
    Set<Capability> host = EnumSet.of(Capability.CHOWN, Capability.SYS_ADMIN);

    assertThat(Capabilities.of(security(false, List.of("ALL"), List.of()), true, host).bounding())
        .isEqualTo(host);
    assertThat(Capabilities.of(security(true, List.of(), List.of()), true, host).bounding())
        .isEqualTo(host);
  }

  @Test
  @Rule("OCISPEC-5")
  void givesAnotherUserOnlyWhatWasAdded() {
    assertThat(of(List.of(), List.of(), false).effective()).isEmpty();
    assertThat(of(List.of("NET_RAW"), List.of(), false).effective())
        .containsExactly(Capability.NET_RAW);
  }

  @Test
  void refusesANameThatIsNone() {
    assertThatThrownBy(() -> of(List.of("FLY"), List.of(), true))
        .isInstanceOf(GantryException.class)
        .hasMessageContaining("'FLY' is not a capability");
  }

  @Test
  void readsTheKernelsMask() {
    assertThat(Capability.ofMask(0x1)).containsExactly(Capability.CHOWN);
    assertThat(Capability.ofMask(1L << 40 | 1L << 21))
        .containsExactlyInAnyOrder(Capability.CHECKPOINT_RESTORE, Capability.SYS_ADMIN);
  }

  private static Capabilities of(List<String> added, List<String> dropped, boolean root) {
    return Capabilities.of(security(false, added, dropped), root, HOST);
  }

  private static SecuritySpec security(
      boolean privileged, List<String> added, List<String> dropped) {
    return new SecuritySpec(
        privileged, added, dropped, false, false, null, null, null, null, false, false);
  }
}
