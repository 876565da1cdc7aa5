package io.gantry.web.history;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.ledger.ExitPage;
import io.gantry.api.resource.ExitResource;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.exit.ExitService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
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
  private static final String SUMMARY = "List exits";
  private static final String DESCRIPTION =
      "The newest end first, also of containers that are long removed. Each parameter narrows the"
          + " list. With 'Accept: text/csv' or 'Accept: application/x-ndjson' all of it comes at once,"
          + " as CSV (RFC 4180) or a line of JSON each; such an answer that breaks off is not complete.";

  private final ExitService exits;
  private final ExitExportAnswer exports;

  ExitController(ExitService exits, ExitExportAnswer exports) {
    this.exits = exits;
    this.exports = exports;
  }

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Requires(Permission.EXIT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(summary = SUMMARY, description = DESCRIPTION)
  ExitPage list(
      Caller caller,
      @ParameterObject ExitQuery query,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return exits.list(caller, query.filter(), new PageRequest(limit, cursor));
  }

  @GetMapping(produces = ExitCsv.MEDIA_TYPE)
  @Requires(Permission.EXIT_READ)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.RATE_LIMITED})
  @Operation(summary = SUMMARY, description = DESCRIPTION)
  @ApiResponse(
      responseCode = "200",
      description = "All exits",
      content = @Content(mediaType = ExitCsv.MEDIA_TYPE, schema = @Schema(type = "string")))
  void csv(Caller caller, @ParameterObject ExitQuery query, HttpServletResponse response)
      throws IOException {
    exports.csv(caller, query.filter(), response);
  }

  @GetMapping(produces = MediaType.APPLICATION_NDJSON_VALUE)
  @Requires(Permission.EXIT_READ)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.RATE_LIMITED})
  @Operation(summary = SUMMARY, description = DESCRIPTION)
  @ApiResponse(
      responseCode = "200",
      description = "All exits",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_NDJSON_VALUE,
              schema = @Schema(implementation = ExitResource.class)))
  void lines(Caller caller, @ParameterObject ExitQuery query, HttpServletResponse response)
      throws IOException {
    exports.lines(caller, query.filter(), response);
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
