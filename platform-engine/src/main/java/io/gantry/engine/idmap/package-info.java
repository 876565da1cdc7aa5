/**
 * Which ids of the host a container's users and groups are: as its spec says, or a range of its own
 * (IDMAP). Start at {@link io.gantry.engine.idmap.UserIds}.
 */
@NullMarked
package io.gantry.engine.idmap;

import org.jspecify.annotations.NullMarked;
