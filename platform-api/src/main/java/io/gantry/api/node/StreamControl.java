package io.gantry.api.node;

import io.gantry.api.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A control message on a stream.
 *
 * @param exitCode with {@link Type#END} of an exec session
 * @param value with {@link Type#RESULT} and {@link Type#PROGRESS}: JSON of the answer
 */
public record StreamControl(
    Type type,
    @Nullable Integer rows,
    @Nullable Integer columns,
    @Nullable Integer exitCode,
    @Nullable ErrorCode error,
    @Nullable String message,
    @Nullable String value) {
  public enum Type {
    /** Whoever dialled can receive from now on; the other side sends nothing before. */
    READY,
    /**
     * From here on no output of the process is missed; from a node that was asked to prepare it.
     */
    ATTACHED,
    RESIZE,
    PROGRESS,
    RESULT,
    /** The stream ended well; the side that sends it sends nothing more. */
    END,
    ERROR
  }

  public static StreamControl ready() {
    return new StreamControl(Type.READY, null, null, null, null, null, null);
  }

  public static StreamControl attached() {
    return new StreamControl(Type.ATTACHED, null, null, null, null, null, null);
  }

  public static StreamControl resize(int rows, int columns) {
    return new StreamControl(Type.RESIZE, rows, columns, null, null, null, null);
  }

  public static StreamControl progress(String value) {
    return new StreamControl(Type.PROGRESS, null, null, null, null, null, value);
  }

  public static StreamControl result(String value) {
    return new StreamControl(Type.RESULT, null, null, null, null, null, value);
  }

  public static StreamControl end(@Nullable Integer exitCode) {
    return new StreamControl(Type.END, null, null, exitCode, null, null, null);
  }

  public static StreamControl error(ErrorCode code, String message) {
    return new StreamControl(Type.ERROR, null, null, null, code, message, null);
  }
}
