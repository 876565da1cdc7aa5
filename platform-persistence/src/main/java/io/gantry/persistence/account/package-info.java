/** Tenants and the people who belong to them, with what they sign in with. */
@NullMarked
package io.gantry.persistence.account;

import org.jspecify.annotations.NullMarked;
