package io.gantry.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.Report.Failure;
import io.gantry.api.resource.AuditFilter;
import io.gantry.api.resource.AuditResource;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.resource.StopRequest;
import io.gantry.fleet.container.ContainerOperations;
import io.gantry.fleet.container.Removal;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Reports;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class NodeAnswersIT {
  private final Fleet fleet;
  private final ContainerOperations operations;
  private final AuditService audit;

  private Caller caller;
  private Enrolled node;
  private Target target;
  private Reports reports;

  @Autowired
  NodeAnswersIT(Fleet fleet, ContainerOperations operations, AuditService audit) {
    this.fleet = fleet;
    this.operations = operations;
    this.audit = audit;
  }

  @BeforeEach
  void makeAContainer() {
    caller = fleet.tenant();
    node = fleet.node();
    ContainerResource container = fleet.container(caller, node);
    target = Target.of(container.name());
    reports = Fleet.reports(container.id());
    fleet.report(node, "e", reports.reached(1, 1, null));
  }

  @Test
  void notesThatTheNodeDidAsAskedUnderTheRequestThatAsked() {
    operations.start(asking("r-start"), target);

    fleet.report(node, "e", reports.reached(2, 2, null));

    AuditResource answer = answers("container:start").getFirst();
    assertThat(answer.actor()).isEqualTo("node " + node.nodeId());
    assertThat(answer.onBehalfOf()).isEqualTo("system");
    assertThat(answer.requestId()).isEqualTo("r-start");
    assertThat(answer.outcome()).isEqualTo("ok");
    assertThat(answer.detail()).isEqualTo("running, run 1");
  }

  @Test
  void notesWhyTheNodeCouldNot() {
    operations.start(asking("r-start"), target);

    fleet.report(
        node, "e", reports.reached(2, 2, new Failure(ErrorCode.NO_SUCH_IMAGE, "there is none")));

    assertThat(answers("container:start"))
        .extracting(AuditResource::outcome)
        .containsExactly("NO_SUCH_IMAGE");
  }

  @Test
  void waitsForTheNodeToGetThere() {
    operations.start(asking("r-start"), target);

    fleet.report(node, "e", reports.reached(2, 1, null));

    assertThat(answers("container:start")).isEmpty();
  }

  @Test
  void notesAnAnswerOnceHoweverOftenItIsReported() {
    operations.start(asking("r-start"), target);

    fleet.report(node, "e", reports.reached(2, 2, null));
    fleet.report(node, "e", reports.reached(2, 2, null), reports.reached(3, 2, null));

    assertThat(answers("container:start")).hasSize(1);
  }

  @Test
  void saysOfAWishThatALaterOneOvertookIt() {
    operations.start(asking("r-start"), target);
    operations.stop(asking("r-stop"), target, new StopRequest(null));

    fleet.report(node, "e", reports.reached(2, 3, null));

    assertThat(answers("container:start"))
        .extracting(AuditResource::outcome)
        .containsExactly("CONFLICT");
    assertThat(answers("container:stop")).extracting(AuditResource::outcome).containsExactly("ok");
  }

  @Test
  void notesThatTheContainerIsGone() {
    operations.remove(asking("r-remove"), target, new Removal(true, false, null));

    fleet.report(node, "e", reports.removed(2, 2));

    assertThat(answers("container:remove"))
        .extracting(AuditResource::detail)
        .containsExactly("removed");
  }

  private Caller asking(String request) {
    return new Caller(
        null, "system", caller.tenant(), caller.permissions(), new Origin(request, "192.0.2.1"));
  }

  private List<AuditResource> answers(String action) {
    AuditFilter filter = new AuditFilter(null, action, null, null, null, null, null);
    return audit.list(caller, filter, PageRequest.FIRST).items().stream()
        .filter(entry -> entry.onBehalfOf() != null)
        .toList();
  }
}
