package io.gantry.bench.crash;

import io.gantry.api.container.ExitCause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares what was acknowledged with what the ledger holds; each difference is one sentence. */
final class LedgerCheck {
  private static final int UNSEEN = -1;

  private LedgerCheck() {}

  static List<String> differences(Collection<Acknowledged> history, Collection<LedgerRow> ledger) {
    Map<String, List<LedgerRow>> rows =
        ledger.stream().collect(Collectors.groupingBy(LedgerRow::container));
    List<String> differences = new ArrayList<>();
    for (Acknowledged container : history) {
      check(container, rows.getOrDefault(container.container(), List.of()), differences);
    }
    return differences;
  }

  private static void check(
      Acknowledged container, List<LedgerRow> rows, List<String> differences) {
    if (rows.size() != 1) {
      differences.add(
          "%s has %d rows instead of one: %s".formatted(container.container(), rows.size(), rows));
      return;
    }
    LedgerRow row = rows.getFirst();
    if (row.run() != 1) {
      differences.add(container.container() + " was run " + row.run() + " times instead of once");
    }
    if (row.code() != container.code() && !isHonestlyUnseen(container, row)) {
      differences.add(
          "%s ended with %d and the ledger says %d (%s, %s)"
              .formatted(
                  container.container(),
                  container.code(),
                  row.code(),
                  row.cause(),
                  row.evidence()));
    }
  }

  private static boolean isHonestlyUnseen(Acknowledged container, LedgerRow row) {
    return container.mayBeUnseen()
        && row.evidence() != null
        && (row.code() == UNSEEN || row.cause().equals(ExitCause.START_FAILED.name()));
  }
}
