package io.gantry.web.history;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.AuditFilter;
import io.gantry.api.resource.AuditResource;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.audit.AuditService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows who did what. */
@RestController
@Tag(name = "audit", description = "Who did what, written with the change itself")
class AuditController {
  private final AuditService audit;

  AuditController(AuditService audit) {
    this.audit = audit;
  }

  @GetMapping("/api/v1/audit")
  @Requires(Permission.AUDIT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List audit entries",
      description = "Entries of the tenant, the newest first. Each parameter narrows the list.")
  Page<AuditResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String actor,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(required = false) @Nullable String object,
      @RequestParam(required = false) @Nullable Instant since,
      @RequestParam(required = false) @Nullable Instant until,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return audit.list(
        caller,
        new AuditFilter(actor, action, object, since, until),
        new PageRequest(limit, cursor));
  }

  @GetMapping("/api/v1/audit/platform")
  @Requires(Permission.PLATFORM_AUDIT)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List audit entries of the platform",
      description =
          "What belongs to no tenant: nodes, tenants, users, sign-ins (refused ones too) and API"
              + " tokens. The newest first; each parameter narrows the list.")
  Page<AuditResource> listOfPlatform(
      Caller caller,
      @RequestParam(required = false) @Nullable String actor,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(required = false) @Nullable String object,
      @RequestParam(required = false) @Nullable Instant since,
      @RequestParam(required = false) @Nullable Instant until,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return audit.listOfPlatform(
        caller,
        new AuditFilter(actor, action, object, since, until),
        new PageRequest(limit, cursor));
  }
}
