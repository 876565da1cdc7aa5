/**
 * How workloads are kept at what they should be: what changes one asks for a look, {@link
 * io.gantry.fleet.workload.Reconciliation} does each look in one transaction, on any replica. What
 * a kind of workload does then is its {@link io.gantry.fleet.workload.Reconciler}; it lives in a
 * package of its own.
 */
@NullMarked
package io.gantry.fleet.workload;

import org.jspecify.annotations.NullMarked;
