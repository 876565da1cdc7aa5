package io.gantry.web.container;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.ContainerFilter;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.resource.PlacementResource;
import io.gantry.api.resource.UpdateContainer;
import io.gantry.fleet.container.ContainerOperations;
import io.gantry.fleet.container.ContainerService;
import io.gantry.fleet.container.Removal;
import io.gantry.fleet.container.Target;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.gantry.web.api.Labels;
import io.gantry.web.api.Versions;
import io.gantry.web.route.ChangesNothing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes, shows, changes and removes containers. */
@RestController
@RequestMapping("/api/v1/containers")
@Tag(name = "containers", description = "Containers as their users want them")
class ContainerController {
  private final ContainerService containers;
  private final ContainerOperations operations;

  ContainerController(ContainerService containers, ContainerOperations operations) {
    this.containers = containers;
    this.operations = operations;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.CONTAINER_CREATE)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.POLICY_DENIED,
    ErrorCode.QUOTA_EXCEEDED,
    ErrorCode.NO_SUCH_NODE,
    ErrorCode.NAME_DUPLICATE,
    ErrorCode.PORT_IN_USE,
    ErrorCode.IDEMPOTENCY_MISMATCH,
    ErrorCode.NO_PLACEMENT
  })
  @Operation(
      summary = "Create a container",
      description =
          "Admits the spec by the tenant's policy and quota, places the container on a node and stores it. It"
              + " is durable when answered; with start the node starts it as soon as it can. Send an"
              + " Idempotency-Key to repeat the request without harm.")
  ResponseEntity<ContainerResource> create(Caller caller, @RequestBody CreateContainer wish) {
    ContainerResource made = containers.create(caller, wish);
    return ResponseEntity.created(URI.create("/api/v1/containers/" + made.id()))
        .eTag(Versions.tag(made.version()))
        .body(made);
  }

  @PostMapping("/placement")
  @Requires(Permission.CONTAINER_CREATE)
  @ChangesNothing
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.POLICY_DENIED,
    ErrorCode.NO_SUCH_NODE,
    ErrorCode.NO_PLACEMENT
  })
  @Operation(
      summary = "Explain a placement",
      description =
          "Takes what a creation takes and says for each node whether it could take the container"
              + " now, and what stands against it. Nothing is stored.")
  PlacementResource explainPlacement(Caller caller, @RequestBody CreateContainer wish) {
    return containers.explainPlacement(caller, wish);
  }

  @GetMapping
  @Requires(Permission.CONTAINER_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List containers",
      description =
          "The newest first, a page at a time. Each parameter narrows the list; label takes"
              + " key=value and may come several times.")
  Page<ContainerResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String name,
      @RequestParam(required = false) @Nullable List<String> label,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String node,
      @RequestParam(required = false) @Nullable String image,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return containers.list(
        caller,
        new ContainerFilter(name, Labels.of(label), state, node, image),
        new PageRequest(limit, cursor));
  }

  @GetMapping("/{reference}")
  @Requires(Permission.CONTAINER_READ)
  @Fails(ErrorCode.NO_SUCH_CONTAINER)
  @Operation(
      summary = "Show a container",
      description =
          "By id, name or unique prefix of an id. The ETag is the version of what the user wants;"
              + " a new status does not change it.")
  ResponseEntity<ContainerResource> get(Caller caller, @PathVariable String reference) {
    return tagged(HttpStatus.OK, containers.get(caller, reference));
  }

  @PatchMapping("/{reference}")
  @Requires(Permission.CONTAINER_UPDATE)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.POLICY_DENIED,
    ErrorCode.QUOTA_EXCEEDED,
    ErrorCode.NO_SUCH_CONTAINER,
    ErrorCode.CONFLICT,
    ErrorCode.PRECONDITION_FAILED,
    ErrorCode.PRECONDITION_REQUIRED
  })
  @Operation(
      summary = "Change a container",
      description =
          "Changes labels, restart policy, resources or stop options; an absent field stays as it"
              + " is. Needs If-Match with the ETag that was read.")
  ResponseEntity<ContainerResource> update(
      Caller caller,
      @PathVariable String reference,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody UpdateContainer change) {
    Target target = new Target(reference, Versions.required(ifMatch));
    return tagged(HttpStatus.OK, operations.update(caller, target, change));
  }

  @DeleteMapping("/{reference}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Permission.CONTAINER_REMOVE)
  @Fails({
    ErrorCode.NO_SUCH_CONTAINER,
    ErrorCode.STATE_INVALID,
    ErrorCode.DEPENDENCY_EXISTS,
    ErrorCode.PRECONDITION_FAILED
  })
  @Operation(
      summary = "Remove a container",
      description =
          "Its node removes it; until then it is listed. With force it may be running: it is stopped"
              + " then, within the timeout (as PT5S) or its own, and killed when that is over. With"
              + " volumes its anonymous volumes go as well. What is in the exit ledger stays.")
  ResponseEntity<ContainerResource> remove(
      Caller caller,
      @PathVariable String reference,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestParam(defaultValue = "false") boolean force,
      @RequestParam(defaultValue = "false") boolean volumes,
      @RequestParam(required = false) @Nullable Duration timeout) {
    Target target = new Target(reference, Versions.expected(ifMatch));
    return tagged(
        HttpStatus.ACCEPTED,
        operations.remove(caller, target, new Removal(force, volumes, timeout)));
  }

  static ResponseEntity<ContainerResource> tagged(HttpStatus status, ContainerResource container) {
    return ResponseEntity.status(status).eTag(Versions.tag(container.version())).body(container);
  }
}
