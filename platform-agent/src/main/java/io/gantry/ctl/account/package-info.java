/** Commands about who may do what: login, tokens, users, tenants. */
@NullMarked
package io.gantry.ctl.account;

import org.jspecify.annotations.NullMarked;
