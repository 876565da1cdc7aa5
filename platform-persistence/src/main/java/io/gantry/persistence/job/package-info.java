/** Jobs and their runs as rows; every change of a job is made under its row's lock. */
@NullMarked
package io.gantry.persistence.job;

import org.jspecify.annotations.NullMarked;
