/**
 * System calls, one class per family, by jnr-ffi. An edge: it translates and checks every return
 * value, and decides nothing. Failures are {@link io.gantry.engine.linux.SyscallException}, an
 * {@link java.io.IOException}; the rooms above turn them into a {@code GantryException} about their
 * object. Start at {@link io.gantry.engine.linux.LibC} and {@link
 * io.gantry.engine.linux.Descriptor}.
 */
@NullMarked
package io.gantry.engine.linux;

import org.jspecify.annotations.NullMarked;
