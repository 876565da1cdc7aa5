/**
 * Alerts: rules on the exits that are recorded, and signed calls of the URLs they name. Found in
 * the transaction that records the exits ({@link io.gantry.fleet.alert.AlertEvaluation}), called
 * afterwards by any replica ({@link io.gantry.fleet.alert.AlertDelivery}).
 */
@NullMarked
package io.gantry.fleet.alert;

import org.jspecify.annotations.NullMarked;
