/** Routes for operators of the platform: nodes and their enrolment. */
@NullMarked
package io.gantry.web.node;

import org.jspecify.annotations.NullMarked;
