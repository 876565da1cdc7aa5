/**
 * Accounts of people and programs: how a password is kept ({@link
 * io.gantry.security.account.Passwords}) and checked ({@link
 * io.gantry.security.account.PasswordLogin}). The accounts themselves are stored behind {@link
 * io.gantry.security.account.AccountStore}.
 */
@NullMarked
package io.gantry.security.account;

import org.jspecify.annotations.NullMarked;
