package io.gantry.web.agent;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.WatchEvent;
import io.gantry.fleet.node.AssignmentWatch;
import io.gantry.security.http.SignedNode;
import io.gantry.web.api.Fails;
import io.gantry.web.route.NodesOnly;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Tells nodes what they should run. */
@RestController
@Tag(name = "agents")
class WatchController {
  private static final Logger LOG = LoggerFactory.getLogger(WatchController.class);

  private final AssignmentWatch watch;
  private final WatchRegister register;
  private final JsonMapper json;

  WatchController(AssignmentWatch watch, WatchRegister register, JsonMapper json) {
    this.watch = watch;
    this.register = register;
    this.json = json;
  }

  @GetMapping("/agent/v1/watch")
  @NodesOnly
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "Watch assignments",
      description =
          "An endless answer of one JSON event a line: the whole list first, or what changed since"
              + " resourceVersion, then each change as it comes, streams to dial, and a bookmark"
              + " every 10 seconds of silence. A node's newer watch ends its older one.")
  @ApiResponse(
      responseCode = "200",
      description = "Events, one a line",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_NDJSON_VALUE,
              schema = @Schema(implementation = WatchEvent.class)))
  void watch(
      SignedNode node,
      @RequestParam(required = false) @Nullable Long resourceVersion,
      HttpServletResponse response)
      throws IOException {
    response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
    response.flushBuffer();
    try (WatchRegister.Entry entry = register.enter(node.nodeId())) {
      Long since = resourceVersion == null || resourceVersion == 0 ? null : resourceVersion;
      watch.follow(entry.nodeId(), since, event -> line(event, response));
    } catch (InterruptedException e) {
      LOG.atDebug().addKeyValue("node", node.nodeId()).log("the watch gives way to a newer one");
    } catch (GantryException e) {
      LOG.atInfo().addKeyValue("node", node.nodeId()).log("the watch ends: {}", e.getMessage());
    }
  }

  private void line(WatchEvent event, HttpServletResponse response) throws IOException {
    response.getOutputStream().write(json.writeValueAsBytes(event));
    response.getOutputStream().write('\n');
    response.flushBuffer();
  }
}
