package io.gantry.security.http;

import io.gantry.security.Caller.Origin;
import jakarta.servlet.http.HttpServletRequest;

/** Says where a request came from. */
public interface Origins {
  Origin of(HttpServletRequest request);
}
