/**
 * Control groups: what containers use, whether the kernel killed one for memory, and what is left
 * of them. Groups are named in the cgroupfs way, {@code /gantry/gantry-<id>} in every hierarchy;
 * the runtime makes and limits them. Start at {@link io.gantry.engine.cgroup.Cgroups}.
 */
@NullMarked
package io.gantry.engine.cgroup;

import org.jspecify.annotations.NullMarked;
