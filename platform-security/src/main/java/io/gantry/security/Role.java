package io.gantry.security;

/** What a user is in one tenant. Each role may do all that the ones before it may. */
public enum Role {
  /** Looks, changes nothing. */
  VIEWER,
  /** Runs containers and handles their images and volumes. */
  OPERATOR,
  /** Also decides who belongs to the tenant and reads its audit log. */
  ADMIN;

  /** Whether this role may do all that the other may. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  /** The smaller of both. */
  public Role atMost(Role ceiling) {
    return compareTo(ceiling) <= 0 ? this : ceiling;
  }
}
