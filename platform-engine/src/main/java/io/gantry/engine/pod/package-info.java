/**
 * Pods: containers that share namespaces and are started, stopped and removed together (POD). Start
 * reading at {@link io.gantry.engine.pod.Pods}. What happens to one container is the lifecycle's;
 * here is decided to which ones it happens, and in which order.
 */
@NullMarked
package io.gantry.engine.pod;

import org.jspecify.annotations.NullMarked;
