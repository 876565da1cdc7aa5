package io.gantry.engine.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.cgroup.CgroupMode;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CgroupFitTest {
  private static RuntimeProgram runtime(String name, RuntimeFeature... missing) {
    Set<RuntimeFeature> features = EnumSet.allOf(RuntimeFeature.class);
    features.removeAll(Set.of(missing));
    return new RuntimeProgram(name, "1.0", Path.of("/bin", name), features, true);
  }

  private static void refused(CgroupFit fit, RuntimeProgram runtime, String words) {
    assertThatThrownBy(() -> fit.require(runtime))
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  @Test
  void refusesCrunWhereBothVersionsHaveControllers() {
    CgroupFit hybrid = new CgroupFit(CgroupMode.HYBRID, Set.of("hugetlb"));

    refused(hybrid, runtime("crun"), "crun 1.0 (/bin/crun) does not work with hybrid cgroups");
    assertThatCode(() -> hybrid.require(runtime("runc"))).doesNotThrowAnyException();
  }

  @Test
  void takesCrunOnAHybridHostWithoutControllersOfVersion2() {
    CgroupFit hybrid = new CgroupFit(CgroupMode.HYBRID, Set.of());

    assertThatCode(() -> hybrid.require(runtime("crun"))).doesNotThrowAnyException();
  }

  @Test
  void refusesARuntimeThatDoesNotKnowTheHostsVersion() {
    refused(
        new CgroupFit(CgroupMode.V2, Set.of("memory")),
        runtime("crun", RuntimeFeature.CGROUP_V2),
        "has no cgroup v2");
    refused(
        new CgroupFit(CgroupMode.V1, Set.of()),
        runtime("crun", RuntimeFeature.CGROUP_V1),
        "has no cgroup v1");
    assertThat(CgroupMode.values()).hasSize(4);
  }
}
