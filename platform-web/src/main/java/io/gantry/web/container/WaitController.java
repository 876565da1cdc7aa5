package io.gantry.web.container;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.container.ContainerWait;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Waits for what becomes of a container. */
@RestController
@Tag(name = "containers")
class WaitController {
  private static final Duration LONGEST = Duration.ofHours(1);

  private final ContainerWait wait;

  WaitController(ContainerWait wait) {
    this.wait = wait;
  }

  /** What can be waited for. */
  private enum Condition {
    EXITED,
    RUNNING,
    REMOVED
  }

  @GetMapping("/api/v1/containers/{reference}/wait")
  @Requires(Permission.CONTAINER_READ)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NO_SUCH_CONTAINER,
    ErrorCode.REMOVED,
    ErrorCode.TIMEOUT
  })
  @Operation(
      summary = "Wait for a container",
      description =
          "Answers as soon as the condition holds: exited (the default) with the record of the run,"
              + " running with the container, removed with the record of its last run, or 204 if it"
              + " never ran. run chooses the run; timeout is a duration of at most PT1H, one minute"
              + " if absent.")
  @ApiResponse(
      responseCode = "200",
      description = "The condition holds",
      content = @Content(schema = @Schema(implementation = ExitRecord.class)))
  ResponseEntity<Object> await(
      Caller caller,
      @PathVariable String reference,
      @RequestParam(defaultValue = "exited") String condition,
      @RequestParam(required = false) @Nullable Long run,
      @RequestParam(defaultValue = "PT1M") Duration timeout)
      throws InterruptedException {
    if (timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "timeout is between nothing and " + LONGEST);
    }
    return switch (condition(condition)) {
      case EXITED -> ResponseEntity.ok(wait.untilExited(caller, reference, run, timeout));
      case RUNNING -> ResponseEntity.ok(wait.untilRunning(caller, reference, timeout));
      case REMOVED ->
          wait.untilRemoved(caller, reference, timeout)
              .<ResponseEntity<Object>>map(ResponseEntity::ok)
              .orElseGet(() -> ResponseEntity.noContent().build());
    };
  }

  private static Condition condition(String word) {
    for (Condition condition : Condition.values()) {
      if (condition.name().toLowerCase(Locale.ROOT).equals(word)) {
        return condition;
      }
    }
    throw GantryException.of(
        ErrorCode.INVALID_ARGUMENT, "condition is exited, running or removed, not '" + word + "'");
  }
}
