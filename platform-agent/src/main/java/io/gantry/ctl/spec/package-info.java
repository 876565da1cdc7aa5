/**
 * The options that describe a container, and how they become a {@link
 * io.gantry.api.container.ContainerSpec}.
 */
@NullMarked
package io.gantry.ctl.spec;

import org.jspecify.annotations.NullMarked;
