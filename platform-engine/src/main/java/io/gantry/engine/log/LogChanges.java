package io.gantry.engine.log;

import io.gantry.engine.linux.Inotify;
import io.gantry.engine.linux.Poll;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.WakeUp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Waits for a log to grow, to be replaced, or to be over. */
final class LogChanges implements AutoCloseable {
  /** The directory is watched: the file may not exist yet, or another may take its place. */
  private static final int CHANGES = Inotify.IN_MODIFY | Inotify.IN_CREATE | Inotify.IN_MOVED_TO;

  private final Inotify inotify;
  private final WakeUp wakeUp;

  private LogChanges(Inotify inotify, WakeUp wakeUp) {
    this.inotify = inotify;
    this.wakeUp = wakeUp;
  }

  static LogChanges watch(Path directory) throws IOException {
    Inotify inotify = Inotify.open();
    try {
      inotify.watch(directory, CHANGES);
      return new LogChanges(inotify, WakeUp.open());
    } catch (IOException e) {
      inotify.close();
      throw e;
    }
  }

  /** Waits for a change, at most the given time. */
  void await(Duration limit) throws SyscallException {
    if (Poll.readable(List.of(wakeUp.descriptor(), inotify.descriptor()), limit).get(1)) {
      inotify.take(Duration.ZERO);
    }
  }

  /** Ends this wait and all later ones. */
  void wake() throws SyscallException {
    wakeUp.signal();
  }

  @Override
  public void close() {
    wakeUp.close();
    inotify.close();
  }
}
