package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeHandler;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;
import org.springframework.web.util.UriComponentsBuilder;

/** Turns a request into a WebSocket, as any other answer of a route. */
@Component
public class Upgrade {
  private final HandshakeHandler handshakes;

  Upgrade(HandshakeHandler handshakes) {
    this.handshakes = handshakes;
  }

  /**
   * Asks for a request that can become a WebSocket, and from no other site than this one.
   *
   * @throws GantryException INVALID_ARGUMENT or FORBIDDEN
   */
  public void requireWebSocket(HttpServletRequest request) {
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "this is a WebSocket: send the header 'Upgrade: websocket'");
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !isOwn(origin, request)) {
      throw GantryException.of(
          ErrorCode.FORBIDDEN, "a page of another site may not open this WebSocket");
    }
  }

  private static boolean isOwn(String origin, HttpServletRequest request) {
    String authority = UriComponentsBuilder.fromUriString(origin).build().toUri().getAuthority();
    return authority != null && authority.equalsIgnoreCase(request.getHeader(HttpHeaders.HOST));
  }

  /** Upgrades; the handler takes over. */
  public void perform(
      WebSocketHandler handler, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    new WebSocketHttpRequestHandler(handler, handshakes).handleRequest(request, response);
  }
}
