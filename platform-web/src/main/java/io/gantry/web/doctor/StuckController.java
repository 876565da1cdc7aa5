package io.gantry.web.doctor;

import io.gantry.api.doctor.MendStuck;
import io.gantry.api.doctor.StuckObjects;
import io.gantry.api.doctor.StuckResource;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.doctor.Doctor;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what is stuck and mends it. */
@RestController
@RequestMapping("/api/v1/stuck")
@Tag(name = "stuck", description = "What is in between two states for longer than it may be")
class StuckController {
  private final Doctor doctor;

  StuckController(Doctor doctor) {
    this.doctor = doctor;
  }

  @GetMapping
  @Requires(Permission.STUCK_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List what is stuck",
      description =
          "What of the tenant is in between two states for longer than the deadline of its kind, the"
              + " longest first: since when, what may be behind it, what to do, and what mending does.")
  StuckObjects list(Caller caller, @RequestParam(required = false) @Nullable Integer limit) {
    return doctor.list(caller, most(limit));
  }

  @PostMapping("/mend")
  @Requires(Permission.STUCK_MEND)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.STATE_INVALID})
  @Operation(
      summary = "Mend what is stuck",
      description =
          "Looks again and mends one object of the tenant, if it is still stuck and something is safe to"
              + " do; answers with the object as it was found.")
  StuckResource mend(Caller caller, @RequestBody MendStuck what) {
    return doctor.mend(caller, what);
  }

  @GetMapping("/platform")
  @Requires(Permission.PLATFORM_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List what is stuck anywhere",
      description =
          "Of all tenants and of the platform: nodes, stream requests, marks of removed containers,"
              + " background work. What is a tenant's is mended in the tenant.")
  StuckObjects listOfPlatform(
      Caller caller, @RequestParam(required = false) @Nullable Integer limit) {
    return doctor.listOfPlatform(caller, most(limit));
  }

  @PostMapping("/platform/mend")
  @Requires(Permission.PLATFORM_MEND)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.STATE_INVALID})
  @Operation(
      summary = "Mend what is stuck of the platform",
      description =
          "Looks again and mends one object that is no tenant's; answers with it as it was found.")
  StuckResource mendOfPlatform(Caller caller, @RequestBody MendStuck what) {
    return doctor.mendOfPlatform(caller, what);
  }

  private static int most(@Nullable Integer limit) {
    return new PageRequest(limit, null).limit();
  }
}
