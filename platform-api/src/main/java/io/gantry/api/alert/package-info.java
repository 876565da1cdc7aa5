/**
 * What a tenant is told of ends by itself: rules on the exit ledger, and the webhooks they call.
 * Start at {@link io.gantry.api.alert.AlertResource}.
 */
@NullMarked
package io.gantry.api.alert;

import org.jspecify.annotations.NullMarked;
