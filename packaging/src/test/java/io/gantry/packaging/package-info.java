/** Files of the repository that are delivered, as the tests of this module read them. */
@NullMarked
package io.gantry.packaging;

import org.jspecify.annotations.NullMarked;
