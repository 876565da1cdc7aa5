/** How lists go on: cursors are opaque to clients and name the last key seen. */
@NullMarked
package io.gantry.fleet.paging;

import org.jspecify.annotations.NullMarked;
