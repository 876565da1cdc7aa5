package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** WebSockets to processes of containers. */
@RestController
@RequestMapping("/api/v1/containers/{reference}")
@Tag(name = "streams", description = "Input and output of containers and images")
class ProcessController {
  private static final String FRAMES =
      " A WebSocket: each binary message is one byte of channel (0 input, 1 output, 2 error output,"
          + " 3 control) and at most 32 KiB. An empty message on channel 0 ends the input. Control"
          + " messages are JSON: RESIZE with rows and columns from the client; END, with the exit"
          + " code of an exec, or ERROR with code and message as the last one to it. With awaitReady"
          + " nothing is sent before the client has sent READY.";

  private final ContainerStreams streams;
  private final Upgrade upgrade;

  ProcessController(ContainerStreams streams, Upgrade upgrade) {
    this.streams = streams;
    this.upgrade = upgrade;
  }

  @GetMapping("/exec")
  @Requires(Permission.CONTAINER_EXEC)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NO_SUCH_CONTAINER,
    ErrorCode.RATE_LIMITED,
    ErrorCode.NODE_UNAVAILABLE
  })
  @Operation(
      summary = "Execute a command",
      description = "Runs a further command in a running container." + FRAMES)
  @ApiResponse(responseCode = "101", description = "The stream is open")
  void exec(
      Caller caller,
      @PathVariable String reference,
      @RequestParam List<String> command,
      @RequestParam(defaultValue = "false") boolean tty,
      @RequestParam(defaultValue = "false") boolean stdin,
      @RequestParam(required = false) @Nullable String user,
      @RequestParam(required = false) @Nullable String workingDirectory,
      @RequestParam(required = false) @Nullable List<String> env,
      @RequestParam(defaultValue = "false") boolean awaitReady,
      HttpServletRequest request,
      HttpServletResponse response)
      throws ServletException, IOException {
    upgrade.requireWebSocket(request);
    Map<String, Object> parameters =
        new StreamParameters()
            .withAll("command", request)
            .with("tty", tty)
            .with("stdin", stdin)
            .with("user", user)
            .with("workingDirectory", workingDirectory)
            .withAll("env", request)
            .toMap();
    NodeStream stream = streams.exec(caller, reference, parameters);
    relay(stream, new ClientSocketHandler(stream, awaitReady), request, response);
  }

  @GetMapping("/attach")
  @Requires(Permission.CONTAINER_ATTACH)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NO_SUCH_CONTAINER,
    ErrorCode.RATE_LIMITED,
    ErrorCode.NODE_UNAVAILABLE
  })
  @Operation(
      summary = "Attach to a container",
      description =
          "Joins input and output of the container's first process. With init one that was not"
              + " started is initialised, and the first message is ATTACHED: who starts it then"
              + " misses nothing."
              + FRAMES)
  @ApiResponse(responseCode = "101", description = "The stream is open")
  void attach(
      Caller caller,
      @PathVariable String reference,
      @RequestParam(defaultValue = "false") boolean stdin,
      @RequestParam(defaultValue = "false") boolean init,
      @RequestParam(defaultValue = "false") boolean awaitReady,
      HttpServletRequest request,
      HttpServletResponse response)
      throws ServletException, IOException {
    upgrade.requireWebSocket(request);
    Map<String, Object> parameters =
        new StreamParameters().with("stdin", stdin).with("init", init).toMap();
    NodeStream stream = streams.attach(caller, reference, parameters);
    relay(stream, new ClientSocketHandler(stream, awaitReady), request, response);
  }

  private void relay(
      NodeStream stream,
      ClientSocketHandler client,
      HttpServletRequest request,
      HttpServletResponse response)
      throws ServletException, IOException {
    try {
      upgrade.perform(client, request, response);
    } catch (ServletException | IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }
}
