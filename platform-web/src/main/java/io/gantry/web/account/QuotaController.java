package io.gantry.web.account;

import io.gantry.api.account.Quota;
import io.gantry.api.account.QuotaResource;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.fleet.quota.QuotaService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows and sets what tenants may have. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "quotas", description = "What tenants may have, have, and have left")
class QuotaController {
  private final QuotaService quotas;

  QuotaController(QuotaService quotas) {
    this.quotas = quotas;
  }

  @GetMapping("/quota")
  @Requires(Permission.QUOTA_READ)
  @Operation(
      summary = "Show the tenant's quota",
      description = "What the tenant may have, what it has and what is left; absent is no limit.")
  QuotaResource own(Caller caller) {
    return quotas.own(caller);
  }

  @GetMapping("/tenants/{tenant}/quota")
  @Requires(Permission.TENANT_READ)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Show a tenant's quota",
      description = "As a tenant sees its own, of any tenant.")
  QuotaResource get(Caller caller, @PathVariable String tenant) {
    return quotas.get(caller, new TenantId(tenant));
  }

  @PutMapping("/tenants/{tenant}/quota")
  @Requires(Permission.TENANT_UPDATE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Set a tenant's quota",
      description =
          "Sets all limits; what is absent is without limit. A limit below what is used takes nothing"
              + " away. Where processors or memory are limited, each container has to say its own.")
  QuotaResource set(Caller caller, @PathVariable String tenant, @RequestBody Quota limits) {
    return quotas.set(caller, new TenantId(tenant), limits);
  }
}
