package io.gantry.web.history;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.EventResource;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.event.EventService;
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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what happens, as pages or as it comes. */
@RestController
@RequestMapping("/api/v1/events")
@Tag(name = "events", description = "What happens to containers")
class EventController {
  private final EventService events;
  private final EventStream stream;

  EventController(EventService events, EventStream stream) {
    this.events = events;
    this.stream = stream;
  }

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Requires(Permission.EVENT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List events",
      description =
          "The tenant's events, the oldest first; since is the number of an event, or an instant."
              + " With 'Accept: text/event-stream' they come as server-sent events, as they happen:"
              + " from now on, or after since, or after the header Last-Event-ID.")
  Page<EventResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String since,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    long after = since == null ? 0 : after(caller, since);
    return events.list(caller, after, new PageRequest(limit, cursor));
  }

  @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Requires(Permission.EVENT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List events",
      description =
          "The tenant's events, the oldest first; since is the number of an event, or an instant."
              + " With 'Accept: text/event-stream' they come as server-sent events, as they happen:"
              + " from now on, or after since, or after the header Last-Event-ID.")
  @ApiResponse(
      responseCode = "200",
      description = "Events as they come",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(implementation = EventResource.class)))
  void follow(
      Caller caller,
      @RequestParam(required = false) @Nullable String since,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      HttpServletResponse response)
      throws IOException {
    String from = lastEventId == null ? since : lastEventId;
    long after = from == null ? events.newest(caller) : after(caller, from);
    stream.follow(caller, after, response);
  }

  private long after(Caller caller, String since) {
    if (since.matches("\\d{1,18}")) {
      return Long.parseLong(since);
    }
    try {
      return events.lastBefore(caller, Instant.parse(since));
    } catch (DateTimeParseException e) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "since is the number of an event, or an instant", e);
    }
  }
}
