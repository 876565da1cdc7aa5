package io.gantry.bench.crash;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.resource.ExitResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;
import io.gantry.ctl.client.Json;
import io.gantry.ctl.client.RequestFailed;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Reads the whole ledger over REST. */
final class LedgerReader {
  private final ControlPlane controlPlane;

  LedgerReader(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  List<LedgerRow> rows() {
    return controlPlane.list(ApiPath.of("exits"), 0).stream()
        .map(row -> Json.MAPPER.treeToValue(row, ExitResource.class).record())
        .map(LedgerReader::row)
        .toList();
  }

  private static LedgerRow row(ExitRecord exit) {
    return new LedgerRow(
        exit.container().value(), exit.run(), exit.code(), exit.cause().name(), exit.evidence());
  }

  /** Reads until each container has a row, or the time is over. */
  List<LedgerRow> await(List<Acknowledged> history, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    Optional<List<LedgerRow>> rows = look();
    while (rows.filter(found -> isComplete(history, found)).isEmpty()
        && System.nanoTime() - end < 0) {
      TimeUnit.SECONDS.sleep(1);
      rows = look();
    }
    return rows.orElseGet(this::rows);
  }

  /** Nothing while the control plane has not found its database again. */
  private Optional<List<LedgerRow>> look() {
    try {
      return Optional.of(rows());
    } catch (RequestFailed e) {
      return Optional.empty();
    }
  }

  private static boolean isComplete(List<Acknowledged> history, List<LedgerRow> rows) {
    Set<String> known =
        new HashSet<>(rows.stream().map(LedgerRow::container).collect(Collectors.toSet()));
    return history.stream().allMatch(container -> known.contains(container.container()));
  }
}
