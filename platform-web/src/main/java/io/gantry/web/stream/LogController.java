package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.MultiplexedStream;
import io.gantry.api.node.StreamFrame;
import io.gantry.api.resource.StatsResource;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what containers write and use. */
@RestController
@RequestMapping("/api/v1/containers/{reference}")
@Tag(name = "streams")
class LogController {
  private static final String PLAIN = "text/plain;charset=UTF-8";
  private static final String EVERYTHING = "all";

  private final ContainerStreams streams;
  private final LogListeners listeners;

  LogController(ContainerStreams streams, LogListeners listeners) {
    this.streams = streams;
    this.listeners = listeners;
  }

  @GetMapping("/logs")
  @Requires(Permission.CONTAINER_LOGS)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NO_SUCH_CONTAINER,
    ErrorCode.NO_LOGS,
    ErrorCode.RATE_LIMITED,
    ErrorCode.NODE_UNAVAILABLE
  })
  @Operation(
      summary = "Read the log",
      description =
          "Output of the container as it was written; with follow, also what it writes from now on,"
              + " to its end. With 'Accept: application/vnd.docker.multiplexed-stream' each piece has"
              + " a header of 8 bytes: its stream, three zeros, its length. An answer that breaks off"
              + " is not complete.")
  @ApiResponse(
      responseCode = "200",
      description = "The log",
      content = {
        @Content(mediaType = "text/plain", schema = @Schema(type = "string")),
        @Content(
            mediaType = MultiplexedStream.MEDIA_TYPE,
            schema = @Schema(type = "string", format = "binary"))
      })
  void logs(
      Caller caller,
      @PathVariable String reference,
      @RequestParam(defaultValue = "false") boolean follow,
      @RequestParam(required = false) @Nullable String tail,
      @RequestParam(required = false) @Nullable Instant since,
      @RequestParam(required = false) @Nullable Instant until,
      @RequestParam(defaultValue = "false") boolean timestamps,
      @RequestParam(required = false) @Nullable Boolean stdout,
      @RequestParam(required = false) @Nullable Boolean stderr,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Map<String, Object> parameters =
        new StreamParameters()
            .with("follow", follow)
            .with("tail", tail(tail))
            .with("since", since == null ? null : since.toString())
            .with("until", until == null ? null : until.toString())
            .with("timestamps", timestamps)
            .toMap();
    LogAnswer answer = new LogAnswer(channels(stdout, stderr), mediaType(request));
    try (NodeStream stream = streams.logs(caller, reference, parameters)) {
      answer.write(stream, listeners.of(request, response));
    }
  }

  @GetMapping("/stats")
  @Requires(Permission.CONTAINER_READ)
  @Fails({ErrorCode.NO_SUCH_CONTAINER, ErrorCode.STATE_INVALID, ErrorCode.NODE_UNAVAILABLE})
  @Operation(
      summary = "Show what a container uses",
      description = "Counters of its processes, memory, network and disks, read now on its node.")
  StatsResource stats(Caller caller, @PathVariable String reference) {
    return streams.stats(caller, reference);
  }

  private static @Nullable Integer tail(@Nullable String tail) {
    if (tail == null || tail.equals(EVERYTHING)) {
      return null;
    }
    if (!tail.matches("\\d{1,9}")) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "tail is a number of lines, or " + EVERYTHING);
    }
    return Integer.valueOf(tail);
  }

  /** Both, unless one was asked for by name or refused. */
  private static Set<Byte> channels(@Nullable Boolean stdout, @Nullable Boolean stderr) {
    boolean named = Boolean.TRUE.equals(stdout) || Boolean.TRUE.equals(stderr);
    Set<Byte> channels = new HashSet<>();
    if (stdout == null ? !named : stdout) {
      channels.add(StreamFrame.STDOUT);
    }
    if (stderr == null ? !named : stderr) {
      channels.add(StreamFrame.STDERR);
    }
    return channels;
  }

  private static String mediaType(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MultiplexedStream.MEDIA_TYPE)
        ? MultiplexedStream.MEDIA_TYPE
        : PLAIN;
  }
}
