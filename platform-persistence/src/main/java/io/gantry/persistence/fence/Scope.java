package io.gantry.persistence.fence;

import io.gantry.api.container.TenantId;
import org.jspecify.annotations.Nullable;

/** Whose rows a piece of work sees and writes. */
public sealed interface Scope {

  /** What the policies of the tables compare a row's tenant with. */
  String setting();

  /** The rows of one tenant. */
  record Tenant(TenantId tenant) implements Scope {
    @Override
    public String setting() {
      return tenant.value();
    }
  }

  /**
   * The rows of all tenants and those of the platform itself.
   *
   * @param work why one tenant's are not enough
   */
  record Platform(PlatformWork work) implements Scope {
    @Override
    public String setting() {
      return "*";
    }
  }

  /** The tenant's; absent, the platform's for this reason. */
  static Scope of(@Nullable TenantId tenant, PlatformWork otherwise) {
    return tenant == null ? new Platform(otherwise) : new Tenant(tenant);
  }
}
