/** The routes of secrets. */
@NullMarked
package io.gantry.web.secret;

import org.jspecify.annotations.NullMarked;
