package io.gantry.fleet.audit;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.api.node.Report.Failure;
import io.gantry.persistence.history.AuditAsked;
import io.gantry.persistence.history.AuditAsked.Asked;
import io.gantry.persistence.history.AuditAsked.Reached;
import io.gantry.persistence.history.AuditLog;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import io.gantry.security.Permission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Notes what nodes make of the wishes of containers, under the requests that asked for them. All of
 * it happens in the caller's transaction.
 */
@Component
public class NodeAnswers {
  private static final String NOWHERE = "-";

  private final AuditAsked asked;
  private final AuditService audit;
  private final AuditLog log;

  NodeAnswers(AuditAsked asked, AuditService audit, AuditLog log) {
    this.asked = asked;
    this.audit = audit;
    this.log = log;
  }

  /**
   * What a node answered to a wish.
   *
   * @param status absent if a later wish came before the node acted on this one
   */
  public record Answered(Asked asked, @Nullable ContainerStatus status) {}

  /** Remembers that a wish waits for its node, which fulfils it from this generation on. */
  public void expect(Caller caller, Permission action, ContainerId container, long generation) {
    asked.add(
        new Asked(
            caller.tenant(),
            container,
            generation,
            action.toString(),
            caller.name(),
            caller.origin().requestId()));
  }

  /** Takes out what these statuses answer. Call it before containers go that are removed. */
  public List<Answered> take(
      Map<ContainerId, TenantId> tenants, Collection<ContainerStatus> statuses) {
    List<Answered> answers = new ArrayList<>();
    List<Asked> taken =
        asked.take(
            statuses.stream()
                .map(
                    status ->
                        new Reached(
                            Objects.requireNonNull(tenants.get(status.container())),
                            status.container(),
                            status.generation()))
                .toList());
    for (int index = 0; index < taken.size(); index++) {
      Asked one = taken.get(index);
      boolean overtaken =
          index + 1 < taken.size() && taken.get(index + 1).container().equals(one.container());
      answers.add(new Answered(one, overtaken ? null : status(statuses, one.container())));
    }
    return answers;
  }

  private static ContainerStatus status(
      Collection<ContainerStatus> statuses, ContainerId container) {
    return statuses.stream()
        .filter(status -> status.container().equals(container))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Locks the chains of all the tenants in their order, so that what locks some of them later in
   * the transaction meets no other the wrong way round.
   */
  public void lock(SortedSet<TenantId> tenants) {
    log.lock(tenants);
  }

  /** Notes the answers of one node. */
  public void note(String node, List<Answered> answers) {
    for (Answered answer : answers) {
      Asked one = answer.asked();
      Caller asking = Caller.actor(one.actor(), one.tenant(), new Origin(one.requestId(), NOWHERE));
      AuditNote note =
          AuditNote.of(new AuditAction(one.action(), true), "container " + one.container())
              .saying(words(answer.status()));
      audit.recordAnswer(asking, note, node, failure(answer.status()));
    }
  }

  private static @Nullable ErrorCode failure(@Nullable ContainerStatus status) {
    if (status == null) {
      return ErrorCode.CONFLICT;
    }
    Failure failure = status.failure();
    return failure == null ? null : failure.code();
  }

  private static String words(@Nullable ContainerStatus status) {
    if (status == null) {
      return "a later wish came before the node acted";
    }
    if (status.removed()) {
      return "removed";
    }
    String state = status.state().name().toLowerCase(Locale.ROOT);
    return status.run() == 0 ? state : state + ", run " + status.run();
  }
}
