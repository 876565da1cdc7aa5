/** What the REST API takes and gives about people: signing in, tokens, users and tenants. */
@NullMarked
package io.gantry.api.account;

import org.jspecify.annotations.NullMarked;
