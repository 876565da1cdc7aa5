/**
 * What may happen to a container and in which order: one small class per operation, each check,
 * save the intent, act, save the result, publish. Start reading at {@link
 * io.gantry.engine.lifecycle.Lifecycle}. The world below is met through the interfaces {@link
 * io.gantry.engine.lifecycle.ContainerRuntime}, {@link io.gantry.engine.lifecycle.ContainerRoot},
 * {@link io.gantry.engine.lifecycle.ContainerNetwork} and {@link
 * io.gantry.engine.lifecycle.Processes}.
 */
@NullMarked
package io.gantry.engine.lifecycle;

import org.jspecify.annotations.NullMarked;
