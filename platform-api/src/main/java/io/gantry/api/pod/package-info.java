/**
 * A pod: containers of one tenant on one node that share namespaces. What it should be is its
 * {@link io.gantry.api.pod.PodSpec}, what it is its {@link io.gantry.api.pod.PodState}.
 */
@NullMarked
package io.gantry.api.pod;

import org.jspecify.annotations.NullMarked;
