/**
 * Who may do what: the {@link io.gantry.security.Caller}, the {@link
 * io.gantry.security.Permission}s a {@link io.gantry.security.Role} holds, and the one place that
 * compares them ({@link io.gantry.security.Authorizer}). How a caller proves who they are lives in
 * the packages below; where accounts are stored is decided elsewhere, behind their interfaces.
 */
@NullMarked
package io.gantry.security;

import org.jspecify.annotations.NullMarked;
