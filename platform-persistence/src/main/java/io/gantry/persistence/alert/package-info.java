/** Alert rules of tenants and the calls they made. */
@NullMarked
package io.gantry.persistence.alert;

import org.jspecify.annotations.NullMarked;
