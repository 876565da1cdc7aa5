/**
 * The exit ledger under fire: containers with known exit codes are started all the time while every
 * part of the platform is killed; afterwards the ledger is compared with the history. Start at
 * {@link io.gantry.bench.crash.CrashRun}.
 */
@NullMarked
package io.gantry.bench.crash;

import org.jspecify.annotations.NullMarked;
