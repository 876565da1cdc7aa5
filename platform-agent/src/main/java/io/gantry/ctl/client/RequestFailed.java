package io.gantry.ctl.client;

import io.gantry.api.error.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that was answered with a problem, or not at all. The code is a text, since a newer
 * control plane may know codes this client does not.
 */
public final class RequestFailed extends RuntimeException {
  /** Code of a control plane that does not answer. */
  public static final String UNREACHABLE = "UNREACHABLE";

  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;
  private final @Nullable String object;
  private final @Nullable String state;
  private final @Nullable String requestId;
  private final transient Map<String, String> fields;

  RequestFailed(
      String code,
      int status,
      String detail,
      @Nullable String object,
      @Nullable String state,
      @Nullable String requestId,
      Map<String, String> fields) {
    super(detail);
    this.code = code;
    this.status = status;
    this.object = object;
    this.state = state;
    this.requestId = requestId;
    this.fields = Map.copyOf(fields);
  }

  /** A failure told inside a stream, where there is no status. */
  public static RequestFailed inStream(String code, String detail) {
    return new RequestFailed(code, 0, detail, null, null, null, Map.of());
  }

  static RequestFailed unreachable(Target target, Throwable cause) {
    String reason = cause.getMessage() == null ? "connection refused" : cause.getMessage();
    RequestFailed failure =
        inStream(
            UNREACHABLE,
            "the control plane at %s does not answer (%s)".formatted(target.server(), reason));
    failure.initCause(cause);
    return failure;
  }

  public String code() {
    return code;
  }

  public boolean is(ErrorCode other) {
    return code.equals(other.name());
  }

  public boolean isUnreachable() {
    return code.equals(UNREACHABLE);
  }

  /** Status of HTTP, 0 without one. */
  public int status() {
    return status;
  }

  public @Nullable String object() {
    return object;
  }

  public @Nullable String state() {
    return state;
  }

  public @Nullable String requestId() {
    return requestId;
  }

  /** Field of the request to what is wrong with it. */
  public Map<String, String> fields() {
    return fields;
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code : message;
  }
}
