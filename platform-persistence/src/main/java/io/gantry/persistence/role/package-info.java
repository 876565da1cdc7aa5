/**
 * The two roles of the database: the owner, as whom migrations run, and the application, as whom
 * everything else does. It owns nothing, so what is forced on tables holds for it.
 */
@NullMarked
package io.gantry.persistence.role;

import org.jspecify.annotations.NullMarked;
