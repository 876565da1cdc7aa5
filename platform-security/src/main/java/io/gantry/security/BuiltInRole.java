package io.gantry.security;

/** The roles every tenant has. Each may do all that the ones before it may. */
public enum BuiltInRole {
  /** Looks, changes nothing. */
  VIEWER,
  /** Runs containers and handles their images and volumes. */
  OPERATOR,
  /** Also decides who belongs to the tenant and reads its audit log. */
  ADMIN;

  /** Whether this role may do all that the other may. */
  boolean includes(BuiltInRole other) {
    return compareTo(other) >= 0;
  }
}
