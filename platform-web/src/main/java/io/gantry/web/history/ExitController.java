package io.gantry.web.history;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.ExitResource;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.exit.ExitService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows how runs ended. */
@RestController
@RequestMapping("/api/v1/exits")
@Tag(name = "exits", description = "The exit ledger: how every run of every container ended")
class ExitController {
  private final ExitService exits;

  ExitController(ExitService exits) {
    this.exits = exits;
  }

  @GetMapping
  @Requires(Permission.EXIT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List exits",
      description =
          "The newest end first, also of containers that are long removed. Each parameter narrows"
              + " the list.")
  Page<ExitResource> list(
      Caller caller,
      @ParameterObject ExitQuery query,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return exits.list(caller, query.filter(), new PageRequest(limit, cursor));
  }

  @GetMapping("/{container}/{run}")
  @Requires(Permission.EXIT_READ)
  @Fails({ErrorCode.NO_SUCH_CONTAINER, ErrorCode.NO_EXIT_CODE})
  @Operation(
      summary = "Show an exit",
      description = "How one run of a container ended; runs are numbered from 1.")
  ExitResource get(Caller caller, @PathVariable String container, @PathVariable long run) {
    return exits.get(caller, container, run);
  }
}
