package io.gantry.api.account;

/**
 * What a user is in a tenant.
 *
 * @param role {@code VIEWER OPERATOR ADMIN}
 */
public record Membership(String role) {}
