/**
 * Secrets that stand for an account: API tokens and sessions. Only the SHA-256 of a secret is kept;
 * it is random, so a slow hash would add nothing.
 */
@NullMarked
package io.gantry.security.credential;

import org.jspecify.annotations.NullMarked;
