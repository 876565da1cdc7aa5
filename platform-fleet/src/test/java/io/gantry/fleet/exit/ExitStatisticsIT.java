package io.gantry.fleet.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.ledger.CrashLoop;
import io.gantry.api.ledger.CrashLoop.NextAttempt;
import io.gantry.api.ledger.CrashLoops;
import io.gantry.api.ledger.ExitGroup;
import io.gantry.api.ledger.ExitGroup.Durations;
import io.gantry.api.ledger.ExitGroupQuestion;
import io.gantry.api.ledger.ExitGrouping;
import io.gantry.api.ledger.ExitGroups;
import io.gantry.api.ledger.ExitVerdict;
import io.gantry.api.ledger.ExitVerdict.Word;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.Report;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.ExitFilter;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Reports;
import io.gantry.fleet.testing.Reports.Ending;
import io.gantry.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class ExitStatisticsIT {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final Fleet fleet;
  private final ExitStatistics statistics;

  private Caller caller;
  private Enrolled node;
  private ContainerResource container;
  private Reports reports;
  private long sequence;

  @Autowired
  ExitStatisticsIT(Fleet fleet, ExitStatistics statistics) {
    this.fleet = fleet;
    this.statistics = statistics;
  }

  @BeforeEach
  void startAContainer() {
    caller = fleet.tenant();
    node = fleet.node();
    container = fleet.started(caller, node);
    reports = Fleet.reports(container.id());
  }

  @Test
  void countsByEverythingThatIsNamedTogether() {
    end(
        new Ending(1, 0, ExitCause.ENDED),
        new Ending(2, 0, ExitCause.ENDED),
        new Ending(3, 7, ExitCause.ENDED),
        new Ending(4, 137, ExitCause.OUT_OF_MEMORY),
        new Ending(5, 143, ExitCause.REQUESTED));

    ExitGroups byCode = groups(ExitGrouping.CODE);
    ExitGroups byAll =
        groups(
            ExitGrouping.CONTAINER,
            ExitGrouping.IMAGE,
            ExitGrouping.DIGEST,
            ExitGrouping.CAUSE,
            ExitGrouping.NODE,
            ExitGrouping.DAY);

    assertThat(byCode.items())
        .extracting(group -> group.key().code() + ":" + group.runs() + "/" + group.failures())
        .containsExactly("0:2/0", "7:1/1", "137:1/1", "143:1/0");
    assertThat(byAll.items())
        .filteredOn(group -> group.key().cause() == ExitCause.OUT_OF_MEMORY)
        .singleElement()
        .isEqualTo(
            new ExitGroup(
                new ExitGroup.Key(
                    container.name(),
                    "busybox",
                    null,
                    null,
                    ExitCause.OUT_OF_MEMORY,
                    node.name(),
                    Instant.parse("2026-11-24T00:00:00Z")),
                1,
                1,
                1,
                new Durations(
                    Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(4))));
  }

  @Test
  void tellsHowLongMostRunsTook() {
    List<Ending> endings = new ArrayList<>();
    for (int run = 1; run <= 200; run++) {
      endings.add(new Ending(run, 0, ExitCause.ENDED));
    }
    end(endings.toArray(Ending[]::new));

    assertThat(groups(ExitGrouping.IMAGE).items())
        .extracting(ExitGroup::durations)
        .containsExactly(
            new Durations(
                Duration.ofSeconds(100), Duration.ofSeconds(190), Duration.ofSeconds(198)));
  }

  @Test
  void saysThatTheLimitLeftGroupsOut() {
    end(new Ending(1, 1, ExitCause.ENDED), new Ending(2, 2, ExitCause.ENDED));

    assertThat(groups(question(UTC, 1, ExitGrouping.CODE)).items()).hasSize(1);
    assertThat(groups(question(UTC, 1, ExitGrouping.CODE)).more()).isTrue();
    assertThat(groups(question(UTC, 2, ExitGrouping.CODE)).more()).isFalse();
  }

  /** On 29 March 2026 the day in Berlin has 23 hours, on 25 October 25. */
  @Test
  void beginsDaysByTheClockOfTheZoneWhenItIsSetForwardAndBack() {
    endAt("2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z");
    endAt("2026-03-29T22:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z");

    assertThat(froms(BERLIN, ExitGrouping.DAY))
        .containsExactly(
            "2026-10-24T22:00:00Z 2",
            "2026-03-29T22:00:00Z 1",
            "2026-03-28T23:00:00Z 2",
            "2026-03-27T23:00:00Z 1");
    assertThat(froms(UTC, ExitGrouping.DAY)).hasSize(4);
  }

  @Test
  void keepsTheTwoHoursApartThatHaveOneName() {
    endAt("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T01:59:59Z");

    assertThat(froms(BERLIN, ExitGrouping.HOUR))
        .containsExactly("2026-10-25T01:00:00Z 2", "2026-10-25T00:00:00Z 1");
  }

  @Test
  void beginsHoursByZonesThatAreHalfAnHourOff() {
    endAt("2026-11-24T10:29:00Z", "2026-11-24T10:30:00Z");

    assertThat(froms(ZoneId.of("Asia/Kolkata"), ExitGrouping.HOUR))
        .containsExactly("2026-11-24T10:30:00Z 1", "2026-11-24T09:30:00Z 1");
    assertThat(froms(ZoneId.of("Asia/Kolkata"), ExitGrouping.MINUTE)).hasSize(2);
  }

  @Test
  void refusesQuestionsThatMeanNothing() {
    assertThatThrownBy(() -> question(UTC, 1)).hasMessageContaining("at least one");
    assertThatThrownBy(() -> question(UTC, 1, ExitGrouping.DAY, ExitGrouping.HOUR))
        .hasMessageContaining("at a time");
    // PostgreSQL would read its sign the other way round.
    assertThatThrownBy(() -> question(ZoneId.of("+02:00"), 1, ExitGrouping.DAY))
        .hasMessageContaining("no time zone");
    assertThatThrownBy(
            () -> statistics.verdicts(caller, ExitFilter.builder().failed(true).build(), 10))
        .hasMessageContaining("all ends");
  }

  @Test
  void countsOnlyTheCallersTenant() {
    end(new Ending(1, 1, ExitCause.ENDED), new Ending(2, 1, ExitCause.ENDED));
    Caller other = fleet.tenant();

    assertThat(
            statistics.groups(other, ExitFilter.ALL, question(UTC, 10, ExitGrouping.CODE)).items())
        .isEmpty();
    assertThat(statistics.verdicts(other, ExitFilter.ALL, 10).items()).isEmpty();
    assertThat(statistics.crashLoops(other, all(), 10).items()).isEmpty();
  }

  @Test
  void judgesEachDigestByTheOneThatRanBeforeIt() {
    endMany("sha256:1", 1, 40, 2);
    endMany("sha256:2", 41, 40, 20);
    endMany("sha256:3", 81, 40, 19);
    endMany("sha256:4", 121, 3, 0);

    List<ExitVerdict> verdicts = statistics.verdicts(caller, ExitFilter.ALL, 10).items();

    assertThat(verdicts)
        .extracting(ExitVerdict::imageDigest)
        .containsExactly("sha256:4", "sha256:3", "sha256:2", "sha256:1");
    assertThat(verdicts)
        .extracting(ExitVerdict::verdict)
        .containsExactly(
            Word.TOO_FEW_RUNS, Word.NO_DIFFERENCE_SHOWN, Word.WORSE, Word.NO_PREDECESSOR);
    assertThat(verdicts.get(2).sample().failures()).isEqualTo(20);
    assertThat(verdicts.get(2).sample().containers()).isEqualTo(1);
    assertThat(verdicts.get(2).predecessor())
        .isNotNull()
        .satisfies(before -> assertThat(before.imageDigest()).isEqualTo("sha256:1"))
        .satisfies(before -> assertThat(before.sample().failures()).isEqualTo(2));
  }

  @Test
  void judgesOneDigestAsItDoesAmongAll() {
    endMany("sha256:1", 1, 40, 2);
    endMany("sha256:2", 41, 40, 20);

    assertThat(
            statistics
                .verdicts(caller, ExitFilter.builder().imageDigest("sha256:2").build(), 10)
                .items())
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.verdict()).isEqualTo(Word.WORSE));
  }

  @Test
  void doesNotBlameAnImageForItsHost() {
    end(
        new Ending(1, 0, ExitCause.ENDED).of("sha256:1"),
        new Ending(2, -1, ExitCause.UNKNOWN).of("sha256:1"),
        new Ending(3, 137, ExitCause.HOST_RESTART).of("sha256:1"),
        new Ending(4, 143, ExitCause.REQUESTED).of("sha256:1"));

    assertThat(statistics.verdicts(caller, ExitFilter.ALL, 10).items())
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.sample().runs()).isEqualTo(2))
        .satisfies(verdict -> assertThat(verdict.sample().failures()).isZero());
  }

  @Test
  void showsWhoFailsMostAndWhetherItIsTriedAgain() {
    ContainerResource gone = fleet.started(caller, node);
    ContainerResource once = fleet.started(caller, node);
    end(
        new Ending(1, 1, ExitCause.ENDED),
        new Ending(2, 0, ExitCause.ENDED),
        new Ending(3, 2, ExitCause.ENDED),
        new Ending(4, 137, ExitCause.OUT_OF_MEMORY));
    fleet.report(
        node,
        "e",
        reports.waiting(++sequence, 4, Reports.START.plusSeconds(60)),
        Fleet.reports(gone.id()).exit(++sequence, 1, 1),
        Fleet.reports(gone.id()).exit(++sequence, 2, 1),
        Fleet.reports(gone.id()).removed(++sequence),
        Fleet.reports(once.id()).exit(++sequence, 1, 1));

    CrashLoops found = statistics.crashLoops(caller, all(), 10);

    assertThat(found.items())
        .extracting(loop -> loop.latest().containerName())
        .containsExactly(container.name(), gone.name());
    CrashLoop most = found.items().getFirst();
    assertThat(most.runs()).isEqualTo(4);
    assertThat(most.failures()).isEqualTo(3);
    assertThat(most.failureRate()).isEqualTo(0.75);
    assertThat(most.failuresPerHour()).isEqualTo(1.5);
    assertThat(most.latest().record().code()).isEqualTo(137);
    assertThat(most.latest().record().cause()).isEqualTo(ExitCause.OUT_OF_MEMORY);
    assertThat(most.nextAttempt()).isEqualTo(NextAttempt.DUE);
    assertThat(most.nextAttemptAt()).isEqualTo(Reports.START.plusSeconds(60));
    assertThat(found.items().getLast().nextAttempt()).isEqualTo(NextAttempt.REMOVED);
  }

  @Test
  void tellsALoopThatGoesOnFromOneThatHasStopped() {
    end(new Ending(1, 1, ExitCause.ENDED), new Ending(2, 1, ExitCause.ENDED));
    fleet.report(node, "e", reports.status(++sequence, ContainerState.RUNNING, 3));
    assertThat(next()).isEqualTo(NextAttempt.RUNNING);

    fleet.report(node, "e", reports.status(++sequence, ContainerState.EXITED, 3));

    assertThat(next()).isEqualTo(NextAttempt.NONE);
  }

  private NextAttempt next() {
    return statistics.crashLoops(caller, all(), 10).items().getFirst().nextAttempt();
  }

  /** Two hours that hold all ends. */
  private static ExitFilter all() {
    return ExitFilter.builder()
        .since(Reports.START)
        .until(Reports.START.plus(Duration.ofHours(2)))
        .build();
  }

  private ExitGroups groups(ExitGrouping... by) {
    return groups(question(UTC, 100, by));
  }

  private ExitGroups groups(ExitGroupQuestion question) {
    return statistics.groups(caller, ExitFilter.ALL, question);
  }

  private static ExitGroupQuestion question(ZoneId zone, int limit, ExitGrouping... by) {
    return new ExitGroupQuestion(Set.of(by), zone, limit);
  }

  private List<String> froms(ZoneId zone, ExitGrouping time) {
    return groups(question(zone, 100, time)).items().stream()
        .map(group -> group.key().from() + " " + group.runs())
        .toList();
  }

  private void endAt(String... instants) {
    for (String instant : instants) {
      long seconds = Duration.between(Reports.START, Instant.parse(instant)).toSeconds();
      end(new Ending(sequence + 1, 0, ExitCause.ENDED, null, seconds, 1));
    }
  }

  private void endMany(String digest, long firstRun, int runs, int failures) {
    List<Ending> endings = new ArrayList<>();
    for (int index = 0; index < runs; index++) {
      int code = index < failures ? 1 : 0;
      endings.add(new Ending(firstRun + index, code, ExitCause.ENDED, digest, firstRun + index, 1));
    }
    end(endings.toArray(Ending[]::new));
  }

  private void end(Ending... endings) {
    List<Report> batch = new ArrayList<>();
    for (Ending ending : endings) {
      batch.add(reports.ended(++sequence, ending));
    }
    fleet.report(node, "e", batch.toArray(Report[]::new));
  }
}
