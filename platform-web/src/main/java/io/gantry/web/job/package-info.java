/** The routes of jobs. */
@NullMarked
package io.gantry.web.job;

import org.jspecify.annotations.NullMarked;
