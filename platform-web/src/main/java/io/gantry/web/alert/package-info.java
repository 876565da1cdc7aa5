/** Alerts of a tenant and the calls they make. */
@NullMarked
package io.gantry.web.alert;

import org.jspecify.annotations.NullMarked;
