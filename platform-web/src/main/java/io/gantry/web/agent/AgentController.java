package io.gantry.web.agent;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Enrolment;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.ReportBatch;
import io.gantry.api.node.ReportBatch.Acknowledgement;
import io.gantry.api.secret.SecretValues;
import io.gantry.fleet.node.Enrolments;
import io.gantry.fleet.report.ReportIngestion;
import io.gantry.fleet.secret.NodeSecrets;
import io.gantry.security.http.Origins;
import io.gantry.security.http.SignedNode;
import io.gantry.web.api.Fails;
import io.gantry.web.route.Audited;
import io.gantry.web.route.NodesOnly;
import io.gantry.web.route.OpenToAll;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes enrolments and reports, and gives secrets. */
@RestController
@RequestMapping("/agent/v1")
@Tag(name = "agents", description = "What host agents talk to; not for people")
class AgentController {
  private final Enrolments enrolments;
  private final ReportIngestion reports;
  private final NodeSecrets secrets;
  private final Origins origins;

  AgentController(
      Enrolments enrolments, ReportIngestion reports, NodeSecrets secrets, Origins origins) {
    this.enrolments = enrolments;
    this.reports = reports;
    this.secrets = secrets;
    this.origins = origins;
  }

  @PostMapping("/enrol")
  @OpenToAll
  @Audited("node:enrol")
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.UNAUTHENTICATED, ErrorCode.NAME_DUPLICATE})
  @Operation(
      summary = "Enrol a host",
      description =
          "Redeems a one-time token and registers the public key made on the host. Each later"
              + " request carries a JWT signed with it (ES256, subject the node's id, audience"
              + " gantry, at most 2 minutes, used once).")
  Enrolled enrol(@RequestBody Enrolment enrolment, HttpServletRequest request) {
    return enrolments.enrol(enrolment, origins.of(request));
  }

  @PostMapping("/reports")
  @NodesOnly
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NO_SUCH_NODE, ErrorCode.PAYLOAD_TOO_LARGE})
  @Operation(
      summary = "Report",
      description =
          "Takes a batch of reports in one transaction. All up to the acknowledged sequence are in"
              + " the database. A batch may be sent again.")
  Acknowledgement report(SignedNode node, @RequestBody ReportBatch batch) {
    return reports.accept(node.nodeId(), batch);
  }

  @GetMapping("/containers/{container}/secrets")
  @NodesOnly
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "Open a container's secrets",
      description =
          "What the secrets hold that the spec of a container of this node names; nothing for one"
              + " that was not given to it.")
  SecretValues secrets(SignedNode node, @PathVariable String container) {
    return secrets.of(node.nodeId(), new ContainerId(container));
  }
}
