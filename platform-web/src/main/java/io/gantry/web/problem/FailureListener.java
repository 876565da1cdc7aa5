package io.gantry.web.problem;

import io.gantry.api.error.GantryException;
import jakarta.servlet.http.HttpServletRequest;

/** Hears of each failure a request is answered with, before the answer is written. */
public interface FailureListener {
  void failed(HttpServletRequest request, GantryException failure);
}
