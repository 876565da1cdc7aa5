package io.gantry.api.image;

/** Who is to be named to a registry. Never stored, logged or shown. */
public record RegistryLogin(String username, String password) {
  public RegistryLogin {
    if (username == null || username.isBlank() || password == null) {
      throw new IllegalArgumentException("a login has a username and a password");
    }
  }

  @Override
  public String toString() {
    return "RegistryLogin[username=" + username + "]";
  }
}
