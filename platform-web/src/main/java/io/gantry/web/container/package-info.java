/** Routes to containers: what users want of them, waiting for them, their streams. */
@NullMarked
package io.gantry.web.container;

import org.jspecify.annotations.NullMarked;
