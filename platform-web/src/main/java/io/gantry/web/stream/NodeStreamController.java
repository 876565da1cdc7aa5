package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.security.http.SignedNode;
import io.gantry.web.api.Fails;
import io.gantry.web.route.NodesOnly;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Where nodes dial the streams they were asked for. */
@RestController
@Tag(name = "agents")
class NodeStreamController {
  private final StreamRelay relay;
  private final Upgrade upgrade;

  NodeStreamController(StreamRelay relay, Upgrade upgrade) {
    this.relay = relay;
    this.upgrade = upgrade;
  }

  @GetMapping(StreamRelay.PATH + "{replica}/{id}")
  @NodesOnly
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Dial a stream",
      description =
          "A WebSocket. Path and ticket came with the request on the watch and are good once; another"
              + " replica than the one the path names passes the stream on. Each binary"
              + " message is one byte of channel (0 input, 1 output, 2 error output, 3 control) and"
              + " at most 32 KiB.")
  @ApiResponse(responseCode = "101", description = "The stream is open")
  void dial(
      SignedNode node,
      @PathVariable String replica,
      @PathVariable String id,
      @RequestHeader(StreamRelay.TICKET_HEADER) String ticket,
      HttpServletRequest request,
      HttpServletResponse response)
      throws ServletException, IOException {
    upgrade.requireWebSocket(request);
    NodeStream stream = relay.redeem(id, node.nodeId(), ticket);
    upgrade.perform(new NodeSocketHandler(stream), request, response);
  }
}
