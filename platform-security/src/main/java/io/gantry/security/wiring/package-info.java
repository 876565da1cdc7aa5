/** How the parts of security are put together in an application context. */
@NullMarked
package io.gantry.security.wiring;

import org.jspecify.annotations.NullMarked;
