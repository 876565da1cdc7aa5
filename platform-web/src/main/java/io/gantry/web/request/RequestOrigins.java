package io.gantry.web.request;

import io.gantry.security.Caller.Origin;
import io.gantry.security.http.Origins;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Where a request came from: its id and the address of the connection. */
@Component
final class RequestOrigins implements Origins {
  @Override
  public Origin of(HttpServletRequest request) {
    return new Origin(RequestId.of(request), request.getRemoteAddr());
  }
}
