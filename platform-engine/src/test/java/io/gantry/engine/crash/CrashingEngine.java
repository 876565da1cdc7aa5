package io.gantry.engine.crash;

import io.gantry.engine.EngineConfig;
import io.gantry.engine.lifecycle.Limits;
import io.gantry.engine.lifecycle.SavePoint;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An engine in a process of its own that goes through a {@link CrashScript} and kills itself at a
 * save point: {@code -Dgantry.crash=before:stop.stopping:1}. If it does not come there it says
 * which ones it reached.
 */
final class CrashingEngine {
  /** Begins the last line of one that was not killed; the ids follow, separated by blanks. */
  static final String REACHED = "reached ";

  private CrashingEngine() {}

  /** Takes home, run directory and script. */
  public static void main(String[] arguments) {
    CrashScript script = CrashScript.named(arguments[2]);
    Killer killer = new Killer(System.getProperty("gantry.crash", ""));
    EngineConfig config =
        config(Path.of(arguments[0]), Path.of(arguments[1])).withSavePoints(killer);
    CrashScene scene = new CrashScene(script.parks() ? config : config.withMostParked(0));
    script.before().accept(scene);
    killer.begin();
    script.act().accept(scene);
    System.out.println(REACHED + String.join(" ", killer.reached()));
    System.out.flush();
    Runtime.getRuntime().halt(0); // what is there is left as a crash leaves it
  }

  /** As the test opens it again. */
  static EngineConfig config(Path home, Path runDir) {
    return EngineConfig.of(home, runDir)
        .withLimits(
            new Limits(
                Duration.ofSeconds(60),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2)));
  }

  /** Kills this process at a save point, once it has begun to. */
  private static final class Killer implements SavePoint.Listener {
    private static final int SIGKILL = 9;

    private final String where;
    private final List<String> reached = new ArrayList<>();
    private final List<String> saved = new ArrayList<>();
    private boolean begun;

    Killer(String where) {
      this.where = where;
    }

    synchronized void begin() {
      begun = true;
    }

    synchronized List<String> reached() {
      return List.copyOf(reached);
    }

    @Override
    public synchronized void before(SavePoint point) {
      killAt("before", point, reached);
    }

    /** Others may have come to the same point between. */
    @Override
    public synchronized void after(SavePoint point) {
      killAt("after", point, saved);
    }

    private void killAt(String side, SavePoint point, List<String> counted) {
      if (!begun) {
        return;
      }
      counted.add(point.id());
      int number = Collections.frequency(counted, point.id());
      if ((side + ":" + point.id() + ":" + number).equals(where)) {
        try {
          PidFd.signal(
              ProcessIdentity.of((int) ProcessHandle.current().pid()).orElseThrow(), SIGKILL);
        } catch (SyscallException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
