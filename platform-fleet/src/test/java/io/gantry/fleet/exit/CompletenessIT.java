package io.gantry.fleet.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ledger.Completeness;
import io.gantry.api.ledger.ExitGroupQuestion;
import io.gantry.api.ledger.ExitGrouping;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.ReportBatch.EndsTold;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.ExitFilter;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Reports;
import io.gantry.security.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Up to when no end can be missing: a node that tells late holds it back. */
@FleetTest
class CompletenessIT {
  private static final Instant FIVE = Reports.START.plusSeconds(5);
  private static final Instant NINE = Reports.START.plusSeconds(9);

  private final Fleet fleet;
  private final ExitService exits;
  private final ExitStatistics statistics;
  private final Clock clock;

  private Caller caller;
  private Enrolled prompt;
  private Enrolled late;
  private ContainerResource onLate;

  @Autowired
  CompletenessIT(Fleet fleet, ExitService exits, ExitStatistics statistics, Clock clock) {
    this.fleet = fleet;
    this.exits = exits;
    this.statistics = statistics;
    this.clock = clock;
  }

  @BeforeEach
  void startOnTwoNodes() {
    caller = fleet.tenant();
    prompt = fleet.node();
    late = fleet.node();
    var unused = fleet.started(caller, prompt);
    onLate = fleet.started(caller, late);
  }

  @Test
  void promisesNothingWhileANodeHasNeverSaidHowFarItTold() {
    fleet.report(prompt, "e", new EndsTold(0, NINE));

    assertThat(asked(ExitFilter.ALL).upTo()).isNull();
    assertThat(asked(ExitFilter.ALL).heldBackBy()).first().isEqualTo(late.name());
    assertThat(asked(until(Reports.START)).whole()).isFalse();
  }

  @Test
  void goesAsFarAsTheNodeThatToldLeast() {
    fleet.report(prompt, "e", new EndsTold(0, NINE));
    fleet.report(late, "e", new EndsTold(0, FIVE));

    assertThat(asked(ExitFilter.ALL).upTo()).isEqualTo(FIVE);
    assertThat(asked(ExitFilter.ALL).whole()).as("later times are asked about").isFalse();
    assertThat(asked(until(FIVE)).whole()).isTrue();
    assertThat(asked(until(FIVE.plusNanos(1000))).whole()).isFalse();
    assertThat(asked(onNode(prompt)).upTo()).isEqualTo(NINE);
    assertThat(asked(onNode(prompt)).heldBackBy()).containsExactly(prompt.name());
  }

  @Test
  void isHeldBackUntilTheLateNodeHasDeliveredWhatItMeans() {
    Reports reports = Fleet.reports(onLate.id());
    fleet.report(prompt, "e", new EndsTold(0, NINE));
    fleet.report(late, "e", new EndsTold(0, FIVE));

    fleet.report(late, "e", new EndsTold(2, NINE), reports.exit(1, 1, 1));
    assertThat(asked(ExitFilter.ALL).upTo()).as("report 2 is missing").isEqualTo(FIVE);

    fleet.report(late, "e", new EndsTold(2, NINE), reports.exit(2, 2, 2));
    assertThat(asked(ExitFilter.ALL).upTo()).isEqualTo(NINE);
  }

  /** As a heart-beat does that comes before the node has told everything anew. */
  @Test
  void doesNotBelieveANodeThatWasAcknowledgedWhatTheDatabaseHasLost() {
    fleet.report(late, "e", new EndsTold(0, FIVE));
    fleet.report(prompt, "e", new EndsTold(0, NINE));

    fleet.report(late, "e", new EndsTold(7, NINE));

    assertThat(asked(ExitFilter.ALL).upTo()).isEqualTo(FIVE);
  }

  @Test
  void asksNoNodeThatHasNothingOfTheTenant() {
    Caller other = fleet.tenant();
    Instant before = clock.instant();

    Completeness completeness = exits.list(other, ExitFilter.ALL, PageRequest.FIRST).completeness();

    assertThat(completeness.upTo()).isAfterOrEqualTo(before);
    assertThat(completeness.heldBackBy()).isEmpty();
  }

  @Test
  void waitsForNothingOfAContainerWhoseRemovalWasTold() {
    fleet.report(prompt, "e", new EndsTold(0, NINE));
    fleet.report(late, "e", Fleet.reports(onLate.id()).removed(1));

    assertThat(asked(ExitFilter.ALL).upTo()).isEqualTo(NINE);
  }

  @Test
  void takesNoTimeThatNoDatabaseHolds() {
    fleet.report(prompt, "e", new EndsTold(0, Instant.MAX));
    fleet.report(late, "e", new EndsTold(0, Instant.MIN));

    assertThat(asked(ExitFilter.ALL).upTo()).isEqualTo(Instant.EPOCH);
  }

  /** The list and the groups say the same. */
  private Completeness asked(ExitFilter filter) {
    Completeness ofList = exits.list(caller, filter, PageRequest.FIRST).completeness();
    ExitGroupQuestion question =
        new ExitGroupQuestion(Set.of(ExitGrouping.CODE), ZoneId.of("UTC"), 1);
    assertThat(statistics.groups(caller, filter, question).completeness()).isEqualTo(ofList);
    return ofList;
  }

  private static ExitFilter until(@Nullable Instant instant) {
    return ExitFilter.builder().until(instant).build();
  }

  private static ExitFilter onNode(Enrolled node) {
    return ExitFilter.builder().node(node.name()).build();
  }
}
