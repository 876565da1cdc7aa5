/**
 * What the node tells: the engine's outbox in order and in batches ({@link
 * io.gantry.agent.report.Reporter}), and with it the node's facts as a heart-beat ({@link
 * io.gantry.agent.report.FactsReader}).
 */
@NullMarked
package io.gantry.agent.report;

import org.jspecify.annotations.NullMarked;
