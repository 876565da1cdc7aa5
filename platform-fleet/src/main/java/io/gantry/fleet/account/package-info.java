/** Accounts, tenants, tokens and sessions, stored for the security module behind its interfaces. */
@NullMarked
package io.gantry.fleet.account;

import org.jspecify.annotations.NullMarked;
