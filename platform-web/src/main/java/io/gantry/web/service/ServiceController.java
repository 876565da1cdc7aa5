package io.gantry.web.service;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.service.CreateService;
import io.gantry.api.service.RollbackService;
import io.gantry.api.service.ServiceResource;
import io.gantry.api.service.ServiceRevisionResource;
import io.gantry.api.service.UpdateService;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.service.Services;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.gantry.web.api.Versions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
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

/** Makes, shows, changes and removes services. */
@RestController
@RequestMapping("/api/v1/services")
@Tag(name = "services", description = "So many containers of one spec, replaced without a gap")
class ServiceController {
  private final Services services;

  ServiceController(Services services) {
    this.services = services;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.SERVICE_CREATE)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.POLICY_DENIED,
    ErrorCode.NAME_DUPLICATE,
    ErrorCode.IDEMPOTENCY_MISMATCH
  })
  @Operation(
      summary = "Create a service",
      description =
          "Keeps as many containers of the spec as it wants. It is durable when answered, and begins"
              + " then. Quota and room on the nodes are asked for with each replica: the status has"
              + " what stands in the way. Send an Idempotency-Key to repeat the request without"
              + " harm.")
  ResponseEntity<ServiceResource> create(Caller caller, @RequestBody CreateService wish) {
    ServiceResource made = services.create(caller, wish);
    return ResponseEntity.created(URI.create("/api/v1/services/" + made.name()))
        .eTag(Versions.tag(made.version()))
        .body(made);
  }

  @GetMapping
  @Requires(Permission.SERVICE_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(summary = "List services", description = "The newest first, a page at a time.")
  Page<ServiceResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return services.list(caller, new PageRequest(limit, cursor));
  }

  @GetMapping("/{name}")
  @Requires(Permission.SERVICE_READ)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Show a service",
      description =
          "By its name, with how far its rollout is. The ETag is the version of what is wanted; the"
              + " status does not change it.")
  ResponseEntity<ServiceResource> get(Caller caller, @PathVariable String name) {
    return tagged(HttpStatus.OK, services.get(caller, name));
  }

  @GetMapping("/{name}/revisions")
  @Requires(Permission.SERVICE_READ)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "List the revisions of a service",
      description = "Those that can be gone back to, the newest first, a page at a time.")
  Page<ServiceRevisionResource> revisions(
      Caller caller,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return services.revisions(caller, name, new PageRequest(limit, cursor));
  }

  @PatchMapping("/{name}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Permission.SERVICE_UPDATE)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.POLICY_DENIED,
    ErrorCode.NOT_FOUND,
    ErrorCode.PRECONDITION_FAILED,
    ErrorCode.PRECONDITION_REQUIRED
  })
  @Operation(
      summary = "Change a service",
      description =
          "Changes the number of replicas, how they are replaced, whether that is paused, or the"
              + " container, which makes a new revision; an absent field stays as it is. Needs"
              + " If-Match with the ETag that was read.")
  ResponseEntity<ServiceResource> update(
      Caller caller,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody UpdateService change) {
    Target target = new Target(name, Versions.required(ifMatch));
    return tagged(HttpStatus.ACCEPTED, services.update(caller, target, change));
  }

  @PostMapping("/{name}/rollback")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Permission.SERVICE_ROLLBACK)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.POLICY_DENIED,
    ErrorCode.NOT_FOUND,
    ErrorCode.PRECONDITION_FAILED
  })
  @Operation(
      summary = "Roll a service back",
      description =
          "To the revision that is named; without one to the last good one, or the one before if it"
              + " is at that.")
  ResponseEntity<ServiceResource> rollBack(
      Caller caller,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody RollbackService wish) {
    Target target = new Target(name, Versions.expected(ifMatch));
    return tagged(HttpStatus.ACCEPTED, services.rollBack(caller, target, wish));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Permission.SERVICE_REMOVE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.PRECONDITION_FAILED})
  @Operation(
      summary = "Remove a service",
      description =
          "With all its containers, which are stopped before within their own time; until those are"
              + " asked for it is listed.")
  ResponseEntity<ServiceResource> remove(
      Caller caller,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return tagged(
        HttpStatus.ACCEPTED, services.remove(caller, new Target(name, Versions.expected(ifMatch))));
  }

  private static ResponseEntity<ServiceResource> tagged(
      HttpStatus status, ServiceResource service) {
    return ResponseEntity.status(status).eTag(Versions.tag(service.version())).body(service);
  }
}
