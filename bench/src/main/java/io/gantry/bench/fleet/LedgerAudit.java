package io.gantry.bench.fleet;

import io.gantry.bench.fleet.Journal.Run;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the ledger with what happened; each difference is one sentence. */
final class LedgerAudit {
  private final Map<Run, Integer> missing;
  private final Map<String, Long> newest = new HashMap<>();
  private final List<String> differences = new ArrayList<>();

  private LedgerAudit(Map<Run, Integer> exits) {
    this.missing = new HashMap<>(exits);
  }

  /** Every exit once, each container's in the order of its runs, and nothing besides. */
  static List<String> differences(Map<Run, Integer> exits, Connection database)
      throws SQLException {
    LedgerAudit audit = new LedgerAudit(exits);
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery("select container_id, run, code from exit_ledger order by id")) {
      while (rows.next()) {
        audit.row(new Run(rows.getString(1), rows.getLong(2)), rows.getInt(3));
      }
    }
    audit.missing.forEach(
        (run, code) -> audit.differences.add(run + " with " + code + " is missing"));
    return audit.differences;
  }

  private void row(Run run, int code) {
    Integer happened = missing.remove(run);
    if (happened == null) {
      differences.add(run + " is there twice or never ended");
    } else if (happened != code) {
      differences.add(run + " ended with " + happened + ", the ledger has " + code);
    }
    Long before = newest.put(run.container(), run.number());
    if (before != null && before >= run.number()) {
      differences.add(run + " comes after run " + before);
    }
  }
}
