/** Routes to people: signing in, API tokens, users, tenants; and the first of them at bootstrap. */
@NullMarked
package io.gantry.web.account;

import org.jspecify.annotations.NullMarked;
