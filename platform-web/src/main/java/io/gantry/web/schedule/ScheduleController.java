package io.gantry.web.schedule;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.schedule.CreateSchedule;
import io.gantry.api.schedule.ScheduleResource;
import io.gantry.api.schedule.UpdateSchedule;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.schedule.ScheduleService;
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

/** Makes, shows, changes and removes schedules. */
@RestController
@RequestMapping("/api/v1/schedules")
@Tag(name = "schedules", description = "Jobs made at times of a cron expression")
class ScheduleController {
  private final ScheduleService schedules;

  ScheduleController(ScheduleService schedules) {
    this.schedules = schedules;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.SCHEDULE_CREATE)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.POLICY_DENIED,
    ErrorCode.NAME_DUPLICATE,
    ErrorCode.IDEMPOTENCY_MISMATCH
  })
  @Operation(
      summary = "Create a schedule",
      description =
          "Makes a job at each time the cron expression names in its time zone, from now on. Send an"
              + " Idempotency-Key to repeat the request without harm.")
  ResponseEntity<ScheduleResource> create(Caller caller, @RequestBody CreateSchedule wish) {
    ScheduleResource made = schedules.create(caller, wish);
    return ResponseEntity.created(URI.create("/api/v1/schedules/" + made.name()))
        .eTag(Versions.tag(made.version()))
        .body(made);
  }

  @GetMapping
  @Requires(Permission.SCHEDULE_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(summary = "List schedules", description = "The newest first, a page at a time.")
  Page<ScheduleResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return schedules.list(caller, new PageRequest(limit, cursor));
  }

  @GetMapping("/{name}")
  @Requires(Permission.SCHEDULE_READ)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Show a schedule",
      description = "By its name, with the times that come next.")
  ResponseEntity<ScheduleResource> get(Caller caller, @PathVariable String name) {
    return tagged(schedules.get(caller, name));
  }

  @PatchMapping("/{name}")
  @Requires(Permission.SCHEDULE_UPDATE)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.POLICY_DENIED,
    ErrorCode.NOT_FOUND,
    ErrorCode.PRECONDITION_FAILED,
    ErrorCode.PRECONDITION_REQUIRED
  })
  @Operation(
      summary = "Change a schedule",
      description =
          "Gives it another spec, for the times from now on; jobs that were made stay as they are."
              + " Needs If-Match with the ETag that was read.")
  ResponseEntity<ScheduleResource> update(
      Caller caller,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody UpdateSchedule change) {
    Target target = new Target(name, Versions.required(ifMatch));
    return tagged(schedules.update(caller, target, change));
  }

  @PostMapping("/{name}/suspend")
  @Requires(Permission.SCHEDULE_SUSPEND)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.PRECONDITION_FAILED})
  @Operation(
      summary = "Suspend a schedule",
      description = "Its times pass without jobs; jobs that run go on.")
  ResponseEntity<ScheduleResource> suspend(
      Caller caller,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return tagged(schedules.suspend(caller, new Target(name, Versions.expected(ifMatch))));
  }

  @PostMapping("/{name}/resume")
  @Requires(Permission.SCHEDULE_SUSPEND)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.PRECONDITION_FAILED})
  @Operation(
      summary = "Resume a schedule",
      description = "Its times count again, from now on; those that passed are not made up for.")
  ResponseEntity<ScheduleResource> resume(
      Caller caller,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return tagged(schedules.resume(caller, new Target(name, Versions.expected(ifMatch))));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.SCHEDULE_REMOVE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.PRECONDITION_FAILED})
  @Operation(
      summary = "Remove a schedule",
      description = "The jobs it made stay until they go by themselves or are removed.")
  void remove(
      Caller caller,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    schedules.remove(caller, new Target(name, Versions.expected(ifMatch)));
  }

  private static ResponseEntity<ScheduleResource> tagged(ScheduleResource schedule) {
    return ResponseEntity.ok().eTag(Versions.tag(schedule.version())).body(schedule);
  }
}
