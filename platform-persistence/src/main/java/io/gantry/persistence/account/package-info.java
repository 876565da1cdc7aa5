/**
 * Tenants, and who may do what in them: principals, the roles they hold, and what they sign in
 * with.
 */
@NullMarked
package io.gantry.persistence.account;

import org.jspecify.annotations.NullMarked;
