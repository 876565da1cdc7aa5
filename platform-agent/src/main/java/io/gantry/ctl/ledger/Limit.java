package io.gantry.ctl.ledger;

import picocli.CommandLine.Option;

/** How much of a list. */
final class Limit {
  private static final int DEFAULT_ROWS = 100;

  @Option(names = "--limit", description = "Most rows (default 100; 0: without).")
  private int rows = DEFAULT_ROWS;

  int rows() {
    return rows;
  }
}
