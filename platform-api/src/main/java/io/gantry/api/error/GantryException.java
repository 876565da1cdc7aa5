package io.gantry.api.error;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure with its code and the object it concerns. The message names what was asked, what stands
 * in the way and what to do, and never holds a secret.
 */
public final class GantryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String object;
  private final @Nullable String state;
  private final LinkedHashMap<String, String> fields;

  private GantryException(
      ErrorCode code,
      @Nullable String object,
      @Nullable String state,
      Map<String, String> fields,
      String message,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.object = object;
    this.state = state;
    this.fields = new LinkedHashMap<>(fields);
  }

  /** A failure that concerns no single object. */
  public static GantryException of(ErrorCode code, String message) {
    return new GantryException(code, null, null, Map.of(), message, null);
  }

  /** A failure that concerns no single object, with what led to it. */
  public static GantryException of(ErrorCode code, String message, Throwable cause) {
    return new GantryException(code, null, null, Map.of(), message, cause);
  }

  /**
   * The same failure, told about one object.
   *
   * @param kind what the object is, in the vocabulary's word ("container")
   */
  public GantryException about(String kind, Object id) {
    return new GantryException(code, kind + " " + id, state, fields, getMessage(), getCause());
  }

  /** The same failure with the state the object was in. */
  public GantryException in(Object objectState) {
    return new GantryException(
        code, object, objectState.toString(), fields, getMessage(), getCause());
  }

  /** The same failure, caused by these fields of the request: path of the field to its problem. */
  public GantryException at(Map<String, String> problems) {
    return new GantryException(code, object, state, problems, getMessage(), getCause());
  }

  /** What kind of failure it is, for callers to act on; the message is for people. */
  public ErrorCode code() {
    return code;
  }

  /** Kind and id of the object, as in {@code container 4f2a…}. */
  public @Nullable String object() {
    return object;
  }

  /** The state the object was in, where that stood in the way. */
  public @Nullable String state() {
    return state;
  }

  /** What is wrong with which field of the request; empty if no field is to blame. */
  public Map<String, String> fields() {
    return Map.copyOf(fields);
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code.name() : message;
  }
}
