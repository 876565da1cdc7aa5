package io.gantry.persistence.account;

/** What a tenant's containers may do to their hosts. */
public enum TenantPolicy {
  /** Nothing beyond a container's own walls. */
  RESTRICTED,
  /** Also what is customary and harmless: ports below 1024, the usual capabilities. */
  BASELINE,
  /** Everything the node's owner allows. */
  PRIVILEGED
}
