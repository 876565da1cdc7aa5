package io.gantry.fleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.node.Report;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ContinuationTest {
  @Test
  void leavesOutWhatWasTakenInBefore() {
    assertThat(sequencesAfter(2, 1, 2, 3, 4)).containsExactly(3L, 4L);
  }

  @Test
  void takesEachReportOnce() {
    assertThat(sequencesAfter(0, 1, 1, 2, 2)).containsExactly(1L, 2L);
  }

  @Test
  void stopsWhereReportsAreMissing() {
    assertThat(sequencesAfter(0, 1, 2, 4)).containsExactly(1L, 2L);
    assertThat(sequencesAfter(0, 2, 3)).isEmpty();
  }

  private static List<Long> sequencesAfter(long before, long... sequences) {
    List<Report> inOrder =
        LongStream.of(sequences)
            .mapToObj(sequence -> new Report(sequence, Instant.EPOCH, null, null, null, null))
            .toList();
    return Continuation.of(inOrder, before).stream().map(Report::sequence).toList();
  }
}
