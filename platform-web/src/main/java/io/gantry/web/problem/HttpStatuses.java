package io.gantry.web.problem;

import io.gantry.api.error.ErrorCode;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** The one table from failures to HTTP statuses. */
public final class HttpStatuses {
  private HttpStatuses() {}

  /** The status a failure is answered with. */
  public static HttpStatus of(ErrorCode code) {
    return switch (code) {
      case INVALID_ARGUMENT -> HttpStatus.BAD_REQUEST;
      case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case FORBIDDEN, POLICY_DENIED, QUOTA_EXCEEDED -> HttpStatus.FORBIDDEN;
      case NO_SUCH_CONTAINER,
          NO_SUCH_IMAGE,
          NO_SUCH_VOLUME,
          NO_SUCH_NETWORK,
          NO_SUCH_NODE,
          NO_SUCH_POD,
          NO_SUCH_EXEC,
          NOT_FOUND ->
          HttpStatus.NOT_FOUND;
      case STATE_INVALID,
          EXEC_STATE_INVALID,
          CONTAINER_STOPPED,
          CONTAINER_EXISTS,
          NAME_DUPLICATE,
          DEPENDENCY_EXISTS,
          VOLUME_IN_USE,
          VOLUME_REMOVED,
          IMAGE_IN_USE,
          NETWORK_IN_USE,
          PORT_IN_USE,
          ADDRESS_IN_USE,
          CONFLICT,
          NO_LOGS,
          NO_CGROUPS,
          NOT_MOUNTED,
          DETACHED ->
          HttpStatus.CONFLICT;
      case REMOVED, RESOURCE_VERSION_TOO_OLD -> HttpStatus.GONE;
      case PRECONDITION_FAILED -> HttpStatus.PRECONDITION_FAILED;
      case PAYLOAD_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
      case IMAGE_INVALID,
          DIGEST_MISMATCH,
          IDEMPOTENCY_MISMATCH,
          RUNTIME_NOT_FOUND,
          RUNTIME_PERMISSION,
          UNSUPPORTED ->
          HttpStatus.UNPROCESSABLE_CONTENT;
      case PRECONDITION_REQUIRED -> HttpStatus.PRECONDITION_REQUIRED;
      case RATE_LIMITED -> HttpStatus.TOO_MANY_REQUESTS;
      case NETWORK,
          RUNTIME,
          MONITOR_DEAD,
          NO_EXIT_CODE,
          POD_PARTIAL,
          WILL_DEADLOCK,
          STORAGE_UNKNOWN,
          STORAGE,
          INTERNAL ->
          HttpStatus.INTERNAL_SERVER_ERROR;
      case REGISTRY -> HttpStatus.BAD_GATEWAY;
      case NO_PLACEMENT, NODE_UNAVAILABLE, DATABASE_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
      case TIMEOUT -> HttpStatus.GATEWAY_TIMEOUT;
      case NO_SPACE -> HttpStatus.INSUFFICIENT_STORAGE;
    };
  }

  /** What a refusal of the framework or the server is called. */
  static ErrorCode codeOf(HttpStatusCode status) {
    return switch (status.value()) {
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.NOT_FOUND;
      case 405, 406, 415 -> ErrorCode.UNSUPPORTED;
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
      case 429 -> ErrorCode.RATE_LIMITED;
      case 503 -> ErrorCode.TIMEOUT;
      default -> status.is4xxClientError() ? ErrorCode.INVALID_ARGUMENT : ErrorCode.INTERNAL;
    };
  }
}
