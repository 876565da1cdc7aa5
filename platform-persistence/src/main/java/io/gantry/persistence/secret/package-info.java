/** SQL about secrets of tenants; what they hold is sealed before it comes here. */
@NullMarked
package io.gantry.persistence.secret;

import org.jspecify.annotations.NullMarked;
