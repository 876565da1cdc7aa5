package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.engine.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdMapsTest {
  private static final IdMaps MAPS =
      new IdMaps(
          List.of(new IdMap(1, 500_000, 1000), new IdMap(0, 1000, 1)),
          List.of(new IdMap(0, 600_000, 65_536)));

  @Test
  @Rule("IDMAP-5")
  void takesTheRangeThatBeginsAtTheContainersRoot() {
    assertThat(MAPS.rootUid()).isEqualTo(1000);
    assertThat(MAPS.rootGid()).isEqualTo(600_000);
  }

  @Test
  @Rule("IDMAP-5")
  void takesASingleIdWhateverItIsInTheContainer() {
    List<IdMap> one = List.of(new IdMap(33, 1033, 1));

    assertThat(new IdMaps(one, one).rootUid()).isEqualTo(1033);
  }

  @Test
  @Rule("IDMAP-5")
  void takesTheHostsRootWhereTheContainersIsNotMapped() {
    List<IdMap> others = List.of(new IdMap(5, 1005, 10));

    assertThat(new IdMaps(others, others).rootUid()).isZero();
    assertThat(IdMaps.HOST.rootGid()).isZero();
  }

  @Test
  void translatesWhatIsMapped() {
    assertThat(MAPS.hostUid(0)).hasValue(1000);
    assertThat(MAPS.hostUid(1000)).hasValue(500_999);
    assertThat(MAPS.hostUid(1001)).isEmpty();
    assertThat(IdMaps.HOST.hostGid(7)).hasValue(7);
  }

  @Test
  void refusesRangesTheKernelWouldRefuse() {
    assertThatThrownBy(() -> new IdMap(0, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IdMap(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IdMap(1L << 32, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
