/**
 * Who may do what, as a matrix: every operation of the API's own description, as every kind of
 * caller, with every kind of credential, on its own, a foreign and a missing object. What is to
 * come of each cell is worked out by {@link io.gantry.web.matrix.Oracle}, which shares no code with
 * what is tested. Start at {@link io.gantry.web.matrix.RightsMatrixIT}.
 */
@NullMarked
package io.gantry.web.matrix;

import org.jspecify.annotations.NullMarked;
