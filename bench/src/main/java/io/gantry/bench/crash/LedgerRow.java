package io.gantry.bench.crash;

import org.jspecify.annotations.Nullable;

/** What the check needs of one row of the exit ledger. */
record LedgerRow(String container, long run, int code, String cause, @Nullable String evidence) {}
