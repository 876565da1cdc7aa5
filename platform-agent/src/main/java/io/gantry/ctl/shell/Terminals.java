package io.gantry.ctl.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a descriptor of this process leads to a terminal. */
public final class Terminals {
  public static final int STDIN = 0;
  public static final int STDERR = 2;

  private Terminals() {}

  public static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      // Closed, or no /proc: then nobody sits there.
      return false;
    }
  }
}
