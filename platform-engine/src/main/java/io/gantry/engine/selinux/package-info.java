/**
 * SELinux labels: which ones a container's process and files have, and writing them. Which label is
 * chosen is data on every host; written is one only where the kernel has SELinux (LABELS). Start at
 * {@link io.gantry.engine.selinux.ContainerLabels}.
 */
@NullMarked
package io.gantry.engine.selinux;

import org.jspecify.annotations.NullMarked;
