package io.gantry.persistence.workload;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.persistence.jdbc.Columns;
import io.gantry.persistence.notification.Notifier;
import io.gantry.persistence.notification.Topic;
import io.gantry.persistence.workload.Workload.Kind;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which workloads have to be looked at, and when. Whatever changes something asks for a look in its
 * own transaction, so none is forgotten, and waits for nobody, as rows are only added. Who looks
 * takes the rows away first and reads afterwards, so what a row stood for is in what is read.
 */
@Repository
@Transactional
public class ReconcileQueue {
  private final JdbcClient jdbc;
  private final Notifier notifier;

  ReconcileQueue(JdbcClient jdbc, Notifier notifier) {
    this.jdbc = jdbc;
    this.notifier = notifier;
  }

  /** Asks for a look at this time; replicas are woken when the transaction is committed. */
  public void add(Workload workload, Instant dueAt) {
    jdbc.sql(
            """
            insert into reconciles (tenant_id, kind, workload_id, due_at)
            values (:tenant, :kind, :workload, :at)
            """)
        .param("tenant", workload.tenant().value())
        .param("kind", workload.kind().name())
        .param("workload", workload.id())
        .param("at", Columns.parameter(dueAt))
        .update();
    notifier.changed(Topic.reconciles());
  }

  /** Asks for a look at the owners of these containers, if they have any. */
  public void addOwnersOf(Collection<ContainerId> containers, Instant dueAt) {
    added(
        containers.isEmpty()
            ? 0
            : jdbc.sql(
                    """
                    insert into reconciles (tenant_id, kind, workload_id, due_at)
                    select distinct tenant_id, owner_kind, owner_id, cast(:at as timestamptz) from containers
                    where id = any (:ids) and owner_id is not null
                    """)
                .param("at", Columns.parameter(dueAt))
                .param("ids", containers.stream().map(ContainerId::value).toArray(String[]::new))
                .update());
  }

  /** Asks for a look at every workload that has not come to its end. */
  public void addAll(Instant dueAt) {
    added(
        jdbc.sql(
                """
                insert into reconciles (tenant_id, kind, workload_id, due_at)
                select tenant_id, 'JOB', id, cast(:at as timestamptz) from jobs where ended_at is null or removed
                union all
                select tenant_id, 'SCHEDULE', id, cast(:at as timestamptz) from schedules where not suspended
                union all
                select tenant_id, 'SERVICE', id, cast(:at as timestamptz) from services
                """)
            .param("at", Columns.parameter(dueAt))
            .update());
  }

  private void added(int rows) {
    if (rows > 0) {
      notifier.changed(Topic.reconciles());
    }
  }

  /** A workload that is due and that no other transaction has taken; its rows are gone with it. */
  public Optional<Workload> take(Instant now) {
    Optional<Workload> due =
        jdbc.sql(
                """
                select kind, tenant_id, workload_id from reconciles where due_at <= :now
                order by due_at, id limit 1 for update skip locked
                """)
            .param("now", Columns.parameter(now))
            .query(
                (row, number) ->
                    new Workload(
                        Kind.valueOf(row.getString("kind")),
                        new TenantId(row.getString("tenant_id")),
                        row.getString("workload_id")))
            .optional();
    due.ifPresent(this::forget);
    return due;
  }

  /** Takes away what was asked for, also for later. */
  public void forget(Workload workload) {
    jdbc.sql(
            """
            delete from reconciles where id in (select id from reconciles
              where tenant_id = :tenant and workload_id = :workload for update skip locked)
            """)
        .param("tenant", workload.tenant().value())
        .param("workload", workload.id())
        .update();
  }

  /** When the next look is due; it may be in the past. */
  public Optional<Instant> nextDue() {
    return jdbc.sql("select due_at from reconciles order by due_at limit 1")
        .query((row, number) -> Columns.requiredInstant(row, "due_at"))
        .optional();
  }
}
