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
  /** What it says; which of the other components it has depends on this. */
  public enum Type {
    /** Whoever dialled can receive from now on; the other side sends nothing before. */
    READY,
    /**
     * From here on no output of the process is missed; from a node that was asked to prepare it.
     */
    ATTACHED,
    /** The client's terminal has another size: rows and columns. */
    RESIZE,
    /** How far a transfer is: a value. */
    PROGRESS,
    /** The answer to what was asked: a value. */
    RESULT,
    /** The stream ended well; the side that sends it sends nothing more. */
    END,
    /** The stream failed, with a code and a message; nothing more is sent. */
    ERROR
  }

  /** The client may begin. */
  public static StreamControl ready() {
    return new StreamControl(Type.READY, null, null, null, null, null, null);
  }

  /** No output is missed from here on. */
  public static StreamControl attached() {
    return new StreamControl(Type.ATTACHED, null, null, null, null, null, null);
  }

  /** The size of a terminal, in characters. */
  public static StreamControl resize(int rows, int columns) {
    return new StreamControl(Type.RESIZE, rows, columns, null, null, null, null);
  }

  /**
   * How far a transfer is.
   *
   * @param value JSON
   */
  public static StreamControl progress(String value) {
    return new StreamControl(Type.PROGRESS, null, null, null, null, null, value);
  }

  /**
   * The answer.
   *
   * @param value JSON
   */
  public static StreamControl result(String value) {
    return new StreamControl(Type.RESULT, null, null, null, null, null, value);
  }

  /**
   * The end of what was to be sent.
   *
   * @param exitCode of an exec session; absent for other streams, and if nobody knows it
   */
  public static StreamControl end(@Nullable Integer exitCode) {
    return new StreamControl(Type.END, null, null, exitCode, null, null, null);
  }

  /**
   * The failure of a stream.
   *
   * @param message for people, with no secret in it
   */
  public static StreamControl error(ErrorCode code, String message) {
    return new StreamControl(Type.ERROR, null, null, null, code, message, null);
  }
}
