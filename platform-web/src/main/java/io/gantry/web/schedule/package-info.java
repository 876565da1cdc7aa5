/** The routes of schedules. */
@NullMarked
package io.gantry.web.schedule;

import org.jspecify.annotations.NullMarked;
