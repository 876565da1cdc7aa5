/**
 * The wire contract between control plane and host agent: enrolment, the watch for assignments,
 * reports and stream requests. Records are forgiving: unknown fields are ignored, missing ones have
 * a default.
 */
@NullMarked
package io.gantry.api.node;

import org.jspecify.annotations.NullMarked;
