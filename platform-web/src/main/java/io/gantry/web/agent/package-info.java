/**
 * What nodes talk to: enrolment, the watch for assignments, reports. Streams they dial are in
 * {@link io.gantry.web.stream}.
 */
@NullMarked
package io.gantry.web.agent;

import org.jspecify.annotations.NullMarked;
