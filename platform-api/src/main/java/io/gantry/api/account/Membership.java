package io.gantry.api.account;

/**
 * What a user is in a tenant.
 *
 * @param role {@code VIEWER OPERATOR ADMIN}, or a role of the tenant's own
 */
public record Membership(String role) {}
