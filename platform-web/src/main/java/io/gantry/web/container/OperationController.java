package io.gantry.web.container;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.KillRequest;
import io.gantry.api.resource.StopRequest;
import io.gantry.fleet.container.ContainerOperations;
import io.gantry.fleet.container.Target;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Operations on a container. Each notes the wish and answers; the node fulfils it and reports.
 * Asking for what is already so succeeds.
 */
@RestController
@RequestMapping("/api/v1/containers/{reference}")
@Tag(name = "containers")
class OperationController {
  private static final String WISH =
      " The wish is durable when answered; the container's status tells when its node has fulfilled"
          + " it. Asking for what is already so succeeds. If-Match is honoured.";

  private final ContainerOperations operations;

  OperationController(ContainerOperations operations) {
    this.operations = operations;
  }

  @PostMapping("/start")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Permission.CONTAINER_START)
  @Fails({
    ErrorCode.NO_SUCH_CONTAINER,
    ErrorCode.STATE_INVALID,
    ErrorCode.CONFLICT,
    ErrorCode.PRECONDITION_FAILED
  })
  @Operation(summary = "Start a container", description = "Wants it to run." + WISH)
  ResponseEntity<ContainerResource> start(
      Caller caller,
      @PathVariable String reference,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return accepted(operations.start(caller, target(reference, ifMatch)));
  }

  @PostMapping("/stop")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Permission.CONTAINER_STOP)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NO_SUCH_CONTAINER,
    ErrorCode.STATE_INVALID,
    ErrorCode.CONFLICT,
    ErrorCode.PRECONDITION_FAILED
  })
  @Operation(
      summary = "Stop a container",
      description =
          "Wants it stopped: by its stop signal, and by KILL when the grace is over." + WISH)
  ResponseEntity<ContainerResource> stop(
      Caller caller,
      @PathVariable String reference,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody(required = false) @Nullable StopRequest request) {
    return accepted(operations.stop(caller, target(reference, ifMatch), orDefault(request)));
  }

  @PostMapping("/restart")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Permission.CONTAINER_RESTART)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NO_SUCH_CONTAINER,
    ErrorCode.STATE_INVALID,
    ErrorCode.CONFLICT,
    ErrorCode.PRECONDITION_FAILED
  })
  @Operation(
      summary = "Restart a container",
      description = "Wants a new run; one that goes on is stopped before." + WISH)
  ResponseEntity<ContainerResource> restart(
      Caller caller,
      @PathVariable String reference,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody(required = false) @Nullable StopRequest request) {
    return accepted(operations.restart(caller, target(reference, ifMatch), orDefault(request)));
  }

  @PostMapping("/kill")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Permission.CONTAINER_KILL)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NO_SUCH_CONTAINER,
    ErrorCode.STATE_INVALID,
    ErrorCode.CONFLICT,
    ErrorCode.PRECONDITION_FAILED
  })
  @Operation(
      summary = "Send a signal",
      description =
          "Sends the signal once to the container's first process. A kill is no stop: the restart"
              + " policy decides what follows.")
  ResponseEntity<ContainerResource> kill(
      Caller caller,
      @PathVariable String reference,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody KillRequest request) {
    return accepted(operations.kill(caller, target(reference, ifMatch), request));
  }

  @PostMapping("/pause")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Permission.CONTAINER_PAUSE)
  @Fails({
    ErrorCode.NO_SUCH_CONTAINER,
    ErrorCode.STATE_INVALID,
    ErrorCode.CONFLICT,
    ErrorCode.PRECONDITION_FAILED
  })
  @Operation(summary = "Pause a container", description = "Freezes its processes." + WISH)
  ResponseEntity<ContainerResource> pause(
      Caller caller,
      @PathVariable String reference,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return accepted(operations.pause(caller, target(reference, ifMatch)));
  }

  @PostMapping("/unpause")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Permission.CONTAINER_PAUSE)
  @Fails({
    ErrorCode.NO_SUCH_CONTAINER,
    ErrorCode.STATE_INVALID,
    ErrorCode.CONFLICT,
    ErrorCode.PRECONDITION_FAILED
  })
  @Operation(summary = "Unpause a container", description = "Lets it go on." + WISH)
  ResponseEntity<ContainerResource> unpause(
      Caller caller,
      @PathVariable String reference,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return accepted(operations.unpause(caller, target(reference, ifMatch)));
  }

  private static Target target(String reference, @Nullable String ifMatch) {
    return new Target(reference, Versions.expected(ifMatch));
  }

  private static StopRequest orDefault(@Nullable StopRequest request) {
    return request == null ? new StopRequest(null) : request;
  }

  private static ResponseEntity<ContainerResource> accepted(ContainerResource container) {
    return ContainerController.tagged(HttpStatus.ACCEPTED, container);
  }
}
