/** Addresses, ranges of them and networks of a node, as their users ask for them. */
@NullMarked
package io.gantry.api.network;

import org.jspecify.annotations.NullMarked;
