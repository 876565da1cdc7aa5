package io.gantry.fleet.exit;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.ledger.Completeness;
import io.gantry.api.ledger.ExitPage;
import io.gantry.api.resource.ExitFilter;
import io.gantry.api.resource.ExitResource;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.paging.Cursor;
import io.gantry.persistence.history.ExitLedger;
import io.gantry.persistence.history.ExitLedger.Position;
import io.gantry.persistence.history.ExitLedger.Row;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Answers questions to the exit ledger, also about containers that are long gone. */
@Service
public class ExitService {
  private final ExitLedger ledger;
  private final TenantCompleteness completeness;

  ExitService(ExitLedger ledger, TenantCompleteness completeness) {
    this.ledger = ledger;
    this.completeness = completeness;
  }

  /** The newest end first. */
  @Requires(Permission.EXIT_READ)
  @Transactional(readOnly = true)
  public ExitPage list(Caller caller, ExitFilter filter, PageRequest page) {
    Position after =
        Cursor.after(
            page,
            2,
            key -> new Position(Instant.parse(key.getFirst()), Long.parseLong(key.getLast())));
    Completeness complete = completeness.of(caller.tenant(), filter);
    List<Row> rows = ledger.list(caller.tenant(), filter, after, page.limit() + 1);
    Page<Row> found =
        Cursor.page(rows, page, row -> List.of(row.position().finishedAt(), row.position().id()));
    return ExitPage.of(found.map(Row::exit), complete);
  }

  /**
   * How one run ended.
   *
   * @param container id, unique prefix of an id, or name
   * @throws GantryException NO_SUCH_CONTAINER if the ledger knows no such container; NO_EXIT_CODE
   *     if it does not know this run
   */
  @Requires(Permission.EXIT_READ)
  @Transactional(readOnly = true)
  public ExitResource get(Caller caller, String container, long run) {
    List<ContainerId> meant = ledger.resolve(caller.tenant(), container);
    if (meant.isEmpty()) {
      throw GantryException.of(
              ErrorCode.NO_SUCH_CONTAINER,
              "no run of a container '%s' has ended".formatted(container))
          .about("container", container);
    }
    return ledger
        .find(caller.tenant(), meant.getFirst(), run)
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.NO_EXIT_CODE,
                        "run %d of container '%s' has not ended".formatted(run, container))
                    .about("container", container));
  }
}
