package io.gantry.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.engine.Rule;
import io.gantry.engine.lifecycle.SavePoint;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CrashCaseTest {
  private static final List<String> POINTS =
      Arrays.stream(SavePoint.values()).map(SavePoint::id).toList();

  @Test
  @Rule("SAVE-3")
  void thereIsOneBeforeAndOneAfterEachSavePoint() {
    List<String> wanted =
        POINTS.stream().flatMap(point -> Stream.of("before:" + point, "after:" + point)).toList();

    assertThat(CrashCase.all().stream().map(one -> one.side() + ":" + one.point()).distinct())
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void thereAreManyAndEachIsThereOnce() {
    assertThat(CrashCase.all()).hasSizeGreaterThanOrEqualTo(500).doesNotHaveDuplicates();
    assertThat(CrashScript.all().stream().map(CrashScript::name)).doesNotHaveDuplicates();
  }

  @Test
  void theSampleIsSmallAndHasEachOperationAndEachSavePoint() {
    List<CrashCase> sample = CrashCase.sample();

    assertThat(sample).hasSizeLessThan(CrashCase.all().size() / 7).doesNotHaveDuplicates();
    assertThat(sample.stream().map(CrashCase::script).distinct())
        .containsExactlyInAnyOrderElementsOf(CrashScript.all());
    assertThat(sample.stream().map(CrashCase::point).distinct())
        .containsExactlyInAnyOrderElementsOf(POINTS);
  }
}
