package io.gantry.agent.client;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.Problem;
import tools.jackson.core.JacksonException;

/** Reads a refused answer: problem details where there are some, else the status. */
final class Refusal {
  private static final int LONGEST_WORDS = 300;

  private Refusal() {}

  static GantryException of(String request, int status, String body) {
    try {
      Problem problem = AgentJson.MAPPER.readValue(body, Problem.class);
      if (problem != null && problem.code() != null) {
        return GantryException.of(problem.code(), request + " was refused: " + problem.detail());
      }
    } catch (JacksonException e) {
      // Not problem details: a proxy's page, say. The status below tells enough.
    }
    String words = body.substring(0, Math.min(body.length(), LONGEST_WORDS)).strip();
    return GantryException.of(
        codeOf(status), request + " was answered with status " + status + ": " + words);
  }

  private static ErrorCode codeOf(int status) {
    return switch (status) {
      case 400, 422 -> ErrorCode.INVALID_ARGUMENT;
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.NOT_FOUND;
      case 409 -> ErrorCode.CONFLICT;
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
      case 429 -> ErrorCode.RATE_LIMITED;
      default -> ErrorCode.NODE_UNAVAILABLE;
    };
  }
}
