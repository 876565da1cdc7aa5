package io.gantry.persistence.fence;

/** The work that rightly crosses tenants. */
public enum PlatformWork {
  /** A credential is looked at before it is known whose it is; accounts may be in many tenants. */
  ACCOUNTS,
  /** What platform admins do: nodes, tenants, users. */
  ADMINISTRATION,
  /** The platform's own entries in the audit log. */
  AUDIT,
  /** Requests that name no tenant, kept to answer their repetition. */
  REQUESTS,
  /** A node is told of, and reports on, the containers of all tenants it runs. */
  NODES,
  /** A port is taken on its node, whoever took it. */
  PLACEMENT,
  /** Which workloads have to be looked at, of whatever tenant; the look itself is in one. */
  RECONCILING,
  /** Calls of tenants' alerts are made in their order of time, whosever they are. */
  ALERTS,
  /** What has had its time is forgotten. */
  HOUSEKEEPING
}
