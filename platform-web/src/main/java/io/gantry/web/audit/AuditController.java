package io.gantry.web.audit;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.AuditAnchor;
import io.gantry.api.resource.AuditFilter;
import io.gantry.api.resource.AuditResource;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.audit.AuditProof;
import io.gantry.fleet.audit.AuditService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows who did what. */
@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "audit", description = "Who did what, written with the change itself")
class AuditController {
  private final AuditService audit;
  private final AuditProof proof;
  private final AuditExport export;

  AuditController(AuditService audit, AuditProof proof, AuditExport export) {
    this.audit = audit;
    this.proof = proof;
    this.export = export;
  }

  @GetMapping
  @Requires(Permission.AUDIT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List audit entries",
      description = "Entries of the tenant, the newest first. Each parameter narrows the list.")
  Page<AuditResource> list(
      Caller caller,
      @ParameterObject AuditFilter filter,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return audit.list(caller, filter, new PageRequest(limit, cursor));
  }

  @GetMapping("/platform")
  @Requires(Permission.PLATFORM_AUDIT)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List audit entries of the platform",
      description =
          "What belongs to no tenant: nodes, tenants, users, sign-ins (refused ones too) and API"
              + " tokens. The newest first; each parameter narrows the list.")
  Page<AuditResource> listOfPlatform(
      Caller caller,
      @ParameterObject AuditFilter filter,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return audit.listOfPlatform(caller, filter, new PageRequest(limit, cursor));
  }

  @GetMapping("/export")
  @Requires(Permission.AUDIT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "Export audit entries",
      description =
          "All entries of the tenant that the parameters leave, the newest first, as they are read."
              + " format is CSV (the default) or JSON_LINES.")
  void export(
      Caller caller,
      @ParameterObject AuditFilter filter,
      @RequestParam(defaultValue = "CSV") AuditExport.Format format,
      HttpServletResponse response)
      throws IOException {
    export.write(page -> audit.list(caller, filter, page), format, response);
  }

  @GetMapping("/platform/export")
  @Requires(Permission.PLATFORM_AUDIT)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "Export audit entries of the platform",
      description = "As the export of a tenant's: CSV (the default) or JSON_LINES.")
  void exportOfPlatform(
      Caller caller,
      @ParameterObject AuditFilter filter,
      @RequestParam(defaultValue = "CSV") AuditExport.Format format,
      HttpServletResponse response)
      throws IOException {
    export.write(page -> audit.listOfPlatform(caller, filter, page), format, response);
  }

  @GetMapping("/anchors")
  @Requires(Permission.AUDIT_READ)
  @Fails({})
  @Operation(
      summary = "List anchors",
      description =
          "The newest 500 anchors of the tenant's chain that this control plane kept, the oldest"
              + " first. Keep them elsewhere to compare with.")
  Page<AuditAnchor> anchors(Caller caller) {
    return new Page<>(proof.anchors(caller), null);
  }

  @GetMapping("/platform/anchors")
  @Requires(Permission.PLATFORM_AUDIT)
  @Fails({})
  @Operation(
      summary = "List anchors of the platform",
      description = "The newest 500 anchors of the platform's chain, the oldest first.")
  Page<AuditAnchor> anchorsOfPlatform(Caller caller) {
    return new Page<>(proof.anchorsOfPlatform(caller), null);
  }
}
