/**
 * Locks by key, which every room takes in one order: pod, container, volume. Start at {@link
 * io.gantry.engine.lock.KeyedLock}.
 */
@NullMarked
package io.gantry.engine.lock;

import org.jspecify.annotations.NullMarked;
