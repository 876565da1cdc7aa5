/**
 * The runtime spec of one run: process, user, capabilities, seccomp, mounts, limits. Start at
 * {@link io.gantry.engine.spec.RuntimeSpec}. Nothing here changes the host; the one thing read from
 * the container's root is its passwd and group file, and its working directory is made.
 */
@NullMarked
package io.gantry.engine.spec;

import org.jspecify.annotations.NullMarked;
