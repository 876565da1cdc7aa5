package io.gantry.persistence.account;

/** Who may hold roles in a tenant. */
public enum PrincipalKind {
  /** A person, who may be in several tenants. */
  USER,
  /** Users of a tenant who hold the same roles. */
  GROUP,
  /** A program of a tenant, which has API tokens and no password. */
  SERVICE_ACCOUNT
}
