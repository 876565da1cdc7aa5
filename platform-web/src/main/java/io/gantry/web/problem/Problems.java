package io.gantry.web.problem;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.Problem;
import io.gantry.web.request.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.http.HttpStatusCode;

/** Makes problem details of failures. */
public final class Problems {
  private static final String TYPE = "urn:gantry:problem:";

  private Problems() {}

  /** The problem of a failure, with the status its code stands for. */
  public static Problem of(GantryException failure, HttpServletRequest request) {
    return of(failure, HttpStatuses.of(failure.code()), request);
  }

  static Problem of(GantryException failure, HttpStatusCode status, HttpServletRequest request) {
    String words = failure.code().name().toLowerCase(Locale.ROOT);
    return new Problem(
        TYPE + words.replace('_', '-'),
        title(failure.code()),
        status.value(),
        failure.getMessage(),
        failure.code(),
        failure.object(),
        failure.state(),
        RequestId.of(request),
        failure.fields());
  }

  private static String title(ErrorCode code) {
    String words = code.name().replace('_', ' ');
    return words.charAt(0) + words.substring(1).toLowerCase(Locale.ROOT);
  }
}
