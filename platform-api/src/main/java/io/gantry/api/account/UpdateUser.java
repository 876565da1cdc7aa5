package io.gantry.api.account;

/**
 * A change of a user.
 *
 * @param disabled whether the user is refused; that ends all sessions and withdraws all API tokens
 */
public record UpdateUser(boolean disabled) {}
