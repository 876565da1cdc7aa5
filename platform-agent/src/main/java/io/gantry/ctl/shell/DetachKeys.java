package io.gantry.ctl.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the keys that leave a session, across the borders of packets (ATTACH-3). Not thread-safe.
 */
public final class DetachKeys {
  /** {@code ctrl-p,ctrl-q}. */
  public static final String DEFAULT = "ctrl-p,ctrl-q";

  private final byte[] keys;
  private int matched;

  private DetachKeys(byte[] keys) {
    this.keys = keys;
  }

  /** Reads {@code ctrl-p,ctrl-q} or {@code a,b}; an empty text never matches. */
  public static DetachKeys parse(String text) {
    List<Byte> keys = new ArrayList<>();
    for (String key : text.isBlank() ? List.<String>of() : List.of(text.split(",", -1))) {
      keys.add(key(key.strip().toLowerCase(Locale.ROOT), text));
    }
    byte[] bytes = new byte[keys.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = keys.get(i);
    }
    return new DetachKeys(bytes);
  }

  private static byte key(String key, String text) {
    if (key.length() == 1) {
      return (byte) key.charAt(0);
    }
    if (key.startsWith("ctrl-") && key.length() == 6) {
      return (byte) (key.charAt(5) & 0x1f);
    }
    throw new IllegalArgumentException(
        "'" + text + "' are no detach keys: write them as ctrl-p,ctrl-q");
  }

  /** Takes the next bytes; true once the keys are complete. */
  public boolean seenIn(byte[] buffer, int length) {
    for (int i = 0; i < length && keys.length > 0; i++) {
      if (buffer[i] == keys[matched]) {
        matched++;
      } else {
        matched = buffer[i] == keys[0] ? 1 : 0;
      }
      if (matched == keys.length) {
        return true;
      }
    }
    return false;
  }
}
