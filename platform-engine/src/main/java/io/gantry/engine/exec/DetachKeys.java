package io.gantry.engine.exec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * Finds the keys by which a client leaves a session, across the borders of packets (ATTACH-3). Used
 * by one thread.
 */
public final class DetachKeys {
  private static final String DEFAULT = "ctrl-p,ctrl-q";

  private final byte[] sequence;
  private int matched;

  private DetachKeys(byte[] sequence) {
    this.sequence = sequence;
  }

  /** Control-P and then control-Q. */
  public static DetachKeys standard() {
    return parse(DEFAULT);
  }

  /** No keys detach. */
  public static DetachKeys none() {
    return new DetachKeys(new byte[0]);
  }

  /**
   * Reads a list of keys, each one character or {@code ctrl-} and a letter or one of
   * {@code @[\]^_}.
   *
   * @param text an empty one disables detaching
   */
  public static DetachKeys parse(String text) {
    ByteArrayOutputStream keys = new ByteArrayOutputStream();
    if (!text.isEmpty()) {
      for (String key : text.split(",", -1)) {
        keys.write(code(key));
      }
    }
    return new DetachKeys(keys.toByteArray());
  }

  private static int code(String key) {
    if (key.length() == 1 && key.charAt(0) < 128) {
      return key.charAt(0);
    }
    String control = key.toLowerCase(Locale.ROOT);
    if (control.matches("ctrl-[a-z@\\[\\\\\\]^_]")) {
      return Character.toUpperCase(control.charAt(control.length() - 1)) & 0x1f;
    }
    throw GantryException.of(
        ErrorCode.INVALID_ARGUMENT, "'" + key + "' is not a key such as ctrl-p or a");
  }

  /**
   * Looks at input.
   *
   * @return what is to be sent on: keys that may begin the sequence are held back until it is known
   *     that they do not
   */
  Scan scan(byte[] input) {
    ByteArrayOutputStream passed = new ByteArrayOutputStream(input.length + sequence.length);
    for (byte key : input) {
      if (accept(key, passed)) {
        return new Scan(passed.toByteArray(), true);
      }
    }
    return new Scan(passed.toByteArray(), false);
  }

  /** What is held back when the input ends. */
  byte[] rest() {
    byte[] rest = Arrays.copyOf(sequence, matched);
    matched = 0;
    return rest;
  }

  private boolean accept(byte key, ByteArrayOutputStream passed) {
    if (sequence.length == 0) {
      passed.write(key);
      return false;
    }
    if (key != sequence[matched]) {
      passed.write(sequence, 0, matched);
      matched = 0;
      if (key != sequence[0]) {
        passed.write(key);
        return false;
      }
    }
    matched++;
    return matched == sequence.length;
  }

  /**
   * A look at input.
   *
   * @param passed what goes on to the process
   * @param detached whether the sequence was completed; what followed it is dropped
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Scan(byte[] passed, boolean detached) {}
}
