package io.gantry.security.http;

import io.gantry.api.error.GantryException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers a request that is refused before it reaches a route. */
public interface RefusalWriter {
  void refuse(HttpServletRequest request, HttpServletResponse response, GantryException failure)
      throws IOException;
}
