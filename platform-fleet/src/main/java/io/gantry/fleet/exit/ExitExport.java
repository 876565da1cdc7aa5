package io.gantry.fleet.exit;

import io.gantry.api.error.GantryException;
import io.gantry.api.resource.ExitFilter;
import io.gantry.api.resource.ExitResource;
import io.gantry.persistence.history.ExitLedger;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Hands out any number of exits one by one, without having them all in memory. */
@Service
public class ExitExport {
  private final ExitLedger ledger;
  private final ExportLimits limits = new ExportLimits();

  ExitExport(ExitLedger ledger) {
    this.ledger = ledger;
  }

  /** Takes exits one by one. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the next; a failure ends the export and its query. */
    void take(ExitResource exit) throws IOException;
  }

  /**
   * The newest end first, as they were when the export began.
   *
   * @throws IOException what the sink has thrown
   * @throws GantryException RATE_LIMITED if too many exports are under way
   */
  @Requires(Permission.EXIT_READ)
  @Transactional(readOnly = true)
  public void read(Caller caller, ExitFilter filter, Sink sink) throws IOException {
    limits.admit(caller.tenant());
    try {
      ledger.read(caller.tenant(), filter, exit -> take(sink, exit));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      limits.release(caller.tenant());
    }
  }

  private static void take(Sink sink, ExitResource exit) {
    try {
      sink.take(exit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
