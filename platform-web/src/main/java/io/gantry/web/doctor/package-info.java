/** What is stuck, and its mending. */
@NullMarked
package io.gantry.web.doctor;

import org.jspecify.annotations.NullMarked;
