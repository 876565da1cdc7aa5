package io.gantry.bench.fleet;

import io.gantry.bench.product.Installation;
import java.io.IOException;
import java.util.Locale;

/**
 * What the control plane and its database took up to a moment.
 *
 * @param at in nanoseconds
 * @param controlPlane seconds of processors
 * @param database the same
 * @param reports acknowledged so far
 */
record Usage(long at, double controlPlane, double database, long reports) {
  static Usage now(Installation installation, Journal journal) throws IOException {
    return new Usage(
        System.nanoTime(),
        ProcessorTime.seconds(installation.process("control-plane").orElseThrow()),
        ProcessorTime.seconds(installation.process("postgres").orElseThrow()),
        journal.reports());
  }

  /** Since an earlier moment, for people. */
  String since(Usage earlier) {
    double seconds = (at - earlier.at) / 1e9;
    return String.format(
        Locale.ROOT,
        "control plane %.2f cores, PostgreSQL %.2f cores, %.0f reports/s over %.0f s",
        (controlPlane - earlier.controlPlane) / seconds,
        (database - earlier.database) / seconds,
        (reports - earlier.reports) / seconds,
        seconds);
  }
}
