package io.gantry.web.replica;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.replica.Replicas;
import io.gantry.web.problem.ProblemWriter;
import io.gantry.web.stream.StreamRelay;
import io.gantry.web.stream.Upgrade;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Passes a stream on that another replica asked for. Nothing is verified here, as the node's
 * credential is good once: the replica that asked verifies it together with the ticket. A path can
 * lead to no other place than a replica that runs, and is passed on once.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class StreamForwarding extends OncePerRequestFilter {
  private static final Pattern PATH =
      Pattern.compile(Pattern.quote(StreamRelay.PATH) + "([0-9a-f-]{36})/[0-9a-f-]{36}");
  private static final String FORWARDED = "Gantry-Forwarded";
  private static final List<String> PASSED =
      List.of(HttpHeaders.AUTHORIZATION, StreamRelay.TICKET_HEADER);

  private final Set<ForwardedStream> open = ConcurrentHashMap.newKeySet();
  private final Replicas replicas;
  private final Upgrade upgrade;
  private final ProblemWriter problems;

  StreamForwarding(Replicas replicas, Upgrade upgrade, ProblemWriter problems) {
    this.replicas = replicas;
    this.upgrade = upgrade;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    Matcher path = PATH.matcher(request.getRequestURI());
    return !path.matches() || path.group(1).equals(replicas.own());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ForwardedStream stream;
    try {
      upgrade.requireWebSocket(request);
      stream = ForwardedStream.dial(target(request), headers(request));
    } catch (GantryException e) {
      problems.refuse(request, response, e);
      return;
    }
    try {
      upgrade.perform(stream.nodeSide(), request, response);
      open.add(stream);
    } catch (ServletException | IOException | RuntimeException e) {
      stream.abandon();
      throw e;
    }
  }

  @Scheduled(fixedDelayString = "${gantry.stream.ping-interval:20s}")
  void ping() {
    open.removeIf(stream -> !stream.ping());
  }

  private URI target(HttpServletRequest request) {
    Matcher path = PATH.matcher(request.getRequestURI());
    URI replica =
        path.matches() && request.getHeader(FORWARDED) == null
            ? replicas.address(path.group(1)).orElseThrow(StreamForwarding::gone)
            : null;
    if (replica == null) {
      throw gone();
    }
    return UriComponentsBuilder.fromUri(replica)
        .scheme("https".equalsIgnoreCase(replica.getScheme()) ? "wss" : "ws")
        .replacePath(request.getRequestURI())
        .build()
        .toUri();
  }

  private static WebSocketHttpHeaders headers(HttpServletRequest request) {
    WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
    for (String name : PASSED) {
      String value = request.getHeader(name);
      if (value != null) {
        headers.set(name, value);
      }
    }
    headers.set(FORWARDED, "true");
    return headers;
  }

  private static GantryException gone() {
    return GantryException.of(
        ErrorCode.NOT_FOUND, "the replica that asked for this stream is gone: ask again");
  }
}
