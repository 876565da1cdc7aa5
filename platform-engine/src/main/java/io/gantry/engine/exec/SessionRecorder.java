package io.gantry.engine.exec;

import io.gantry.engine.linux.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/** Writes down how far a session is; what it was told is durable when it returns. */
interface SessionRecorder {
  /** For sessions nobody asks for later, as those of health checks. */
  SessionRecorder NONE =
      new SessionRecorder() {
        @Override
        public void created(SessionDirectory session) {}

        @Override
        public void undone(SessionDirectory session) {}

        @Override
        public void running(SessionDirectory session, ProcessIdentity process) {}

        @Override
        public void ended(SessionDirectory session, @Nullable Integer code) {}
      };

  /** Before anything is made. */
  void created(SessionDirectory session);

  /** After a start that failed, when nothing is left. */
  void undone(SessionDirectory session);

  void running(SessionDirectory session, ProcessIdentity process);

  /**
   * Before the directory is removed.
   *
   * @param code absent if nobody knows
   */
  void ended(SessionDirectory session, @Nullable Integer code);
}
