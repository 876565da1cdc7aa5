package io.gantry.web.account;

import io.gantry.api.account.CreateTenant;
import io.gantry.api.account.Membership;
import io.gantry.api.account.TenantResource;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.account.TenantService;
import io.gantry.fleet.account.UserService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.security.http.CallerResolver;
import io.gantry.security.http.SignedIn;
import io.gantry.web.api.Fails;
import io.gantry.web.route.AnyCaller;
import io.gantry.web.route.Audited;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes and lists tenants, and decides who belongs to them. */
@RestController
@RequestMapping("/api/v1/tenants")
@Tag(name = "tenants", description = "Tenants and their members")
class TenantController {
  private final TenantService tenants;
  private final UserService users;
  private final CallerResolver callers;

  TenantController(TenantService tenants, UserService users, CallerResolver callers) {
    this.tenants = tenants;
    this.users = users;
    this.callers = callers;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.TENANT_CREATE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NAME_DUPLICATE, ErrorCode.IDEMPOTENCY_MISMATCH})
  @Operation(
      summary = "Create a tenant",
      description =
          "policy decides what its containers may do to their hosts: RESTRICTED (the default),"
              + " BASELINE or PRIVILEGED.")
  TenantResource create(Caller caller, @RequestBody CreateTenant wish) {
    return tenants.create(caller, wish);
  }

  @GetMapping
  @Requires(Permission.TENANT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(summary = "List tenants", description = "By id, a page at a time.")
  Page<TenantResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return tenants.list(caller, new PageRequest(limit, cursor));
  }

  /** The service asks for the permission, in the tenant the path names. */
  @PutMapping("/{tenant}/members/{user}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @AnyCaller
  @Audited("member:update")
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Give a user a role",
      description =
          "Makes the user a member of the tenant, or changes the member's role: VIEWER, OPERATOR,"
              + " ADMIN or one of the tenant's own. Needs member:update in that tenant, and all"
              + " that the role carries.")
  void assign(
      SignedIn signedIn,
      @PathVariable String tenant,
      @PathVariable String user,
      @RequestBody Membership membership) {
    users.assign(callers.within(signedIn, tenant), user, membership.role());
  }
}
