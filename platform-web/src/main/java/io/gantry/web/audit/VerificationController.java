package io.gantry.web.audit;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.AuditAnchor;
import io.gantry.api.resource.AuditVerification;
import io.gantry.api.resource.VerifyAudit;
import io.gantry.fleet.audit.AuditProof;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows whether the audit log is what was written. */
@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "audit")
class VerificationController {
  private final AuditProof proof;

  VerificationController(AuditProof proof) {
    this.proof = proof;
  }

  @PostMapping("/verify")
  @Requires(Permission.AUDIT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "Verify the audit log",
      description =
          "Walks the tenant's chain from its first entry and names the first that was changed, is"
              + " missing, doubled, cut off or added. anchors, kept from before, show also a chain"
              + " that was written anew. Changes nothing.")
  AuditVerification verify(
      Caller caller, @RequestBody(required = false) @Nullable VerifyAudit wish) {
    return proof.verify(caller, anchors(wish));
  }

  @PostMapping("/platform/verify")
  @Requires(Permission.PLATFORM_AUDIT)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "Verify the audit log of the platform",
      description = "Walks the platform's chain, as a tenant's is walked. Changes nothing.")
  AuditVerification verifyPlatform(
      Caller caller, @RequestBody(required = false) @Nullable VerifyAudit wish) {
    return proof.verifyPlatform(caller, anchors(wish));
  }

  private static List<AuditAnchor> anchors(@Nullable VerifyAudit wish) {
    return wish == null ? List.of() : Objects.requireNonNull(wish.anchors(), "is never null");
  }
}
