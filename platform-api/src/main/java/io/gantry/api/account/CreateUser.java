package io.gantry.api.account;

/**
 * The wish for an account.
 *
 * @param password good for one time: the user chooses another at the first sign-in
 */
public record CreateUser(String name, String password, boolean platformAdmin) {
  /** Never with the password. */
  @Override
  public String toString() {
    return "new user " + name;
  }
}
