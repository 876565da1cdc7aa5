/** Alerts: rules on exits that call a URL. */
@NullMarked
package io.gantry.ctl.alert;

import org.jspecify.annotations.NullMarked;
