package io.gantry.web.node;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.NodeResource;
import io.gantry.api.resource.NodeToken;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.node.Enrolments;
import io.gantry.fleet.node.NodeService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.gantry.web.api.Versions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows nodes, drains them, makes and ends their membership. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "nodes", description = "Hosts with an agent; for platform admins")
class NodeController {
  private final NodeService nodes;
  private final Enrolments enrolments;

  NodeController(NodeService nodes, Enrolments enrolments) {
    this.nodes = nodes;
    this.enrolments = enrolments;
  }

  @GetMapping("/nodes")
  @Requires(Permission.NODE_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(summary = "List nodes", description = "By name, a page at a time.")
  Page<NodeResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return nodes.list(caller, new PageRequest(limit, cursor));
  }

  @GetMapping("/nodes/{reference}")
  @Requires(Permission.NODE_READ)
  @Fails(ErrorCode.NO_SUCH_NODE)
  @Operation(summary = "Show a node", description = "By name or id.")
  ResponseEntity<NodeResource> get(Caller caller, @PathVariable String reference) {
    return tagged(nodes.get(caller, reference));
  }

  @PostMapping("/nodes/{reference}/drain")
  @Requires(Permission.NODE_DRAIN)
  @Fails({ErrorCode.NO_SUCH_NODE, ErrorCode.CONFLICT, ErrorCode.PRECONDITION_FAILED})
  @Operation(
      summary = "Drain a node",
      description = "It gets no new containers from now on; those it has stay.")
  ResponseEntity<NodeResource> drain(
      Caller caller,
      @PathVariable String reference,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return tagged(nodes.drain(caller, reference, Versions.expected(ifMatch)));
  }

  @PostMapping("/nodes/{reference}/undrain")
  @Requires(Permission.NODE_DRAIN)
  @Fails({ErrorCode.NO_SUCH_NODE, ErrorCode.CONFLICT, ErrorCode.PRECONDITION_FAILED})
  @Operation(summary = "Undrain a node", description = "It gets new containers again.")
  ResponseEntity<NodeResource> undrain(
      Caller caller,
      @PathVariable String reference,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return tagged(nodes.undrain(caller, reference, Versions.expected(ifMatch)));
  }

  @DeleteMapping("/nodes/{reference}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.NODE_REMOVE)
  @Fails({ErrorCode.NO_SUCH_NODE, ErrorCode.STATE_INVALID, ErrorCode.PRECONDITION_FAILED})
  @Operation(
      summary = "Remove a node",
      description =
          "Its credential is worth nothing from now on. With force it may still have containers:"
              + " they are forgotten with it, what is in the exit ledger is not.")
  void remove(
      Caller caller,
      @PathVariable String reference,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestParam(defaultValue = "false") boolean force) {
    nodes.remove(caller, reference, Versions.expected(ifMatch), force);
  }

  @PostMapping("/node-tokens")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.NODE_ENROL)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "Make an enrolment token",
      description = "Good for one host, within 15 minutes; shown this once.")
  NodeToken createToken(Caller caller) {
    return enrolments.createToken(caller);
  }

  private static ResponseEntity<NodeResource> tagged(NodeResource node) {
    return ResponseEntity.ok().eTag(Versions.tag(node.version())).body(node);
  }
}
