/**
 * How failures are answered: RFC 9457 problem details. Nothing else in Gantry knows an HTTP status;
 * start at {@link io.gantry.web.problem.ProblemHandler}.
 */
@NullMarked
package io.gantry.web.problem;

import org.jspecify.annotations.NullMarked;
