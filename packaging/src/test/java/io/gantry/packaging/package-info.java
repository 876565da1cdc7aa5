/** What is delivered, and the programs that look at it. */
@NullMarked
package io.gantry.packaging;

import org.jspecify.annotations.NullMarked;
