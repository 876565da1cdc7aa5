package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The threads that work for the lifecycle. Work that is refused while closing is dropped. */
public interface Workers {

  /** For what follows by itself, as cleaning up after an end. Takes locks. */
  Executor followUps();

  /** For what nobody waits for and what may as well be left out, as what waits there on closing. */
  Executor ahead();

  /** For parts of one operation that go on side by side; never waits for other work. */
  Executor parallel();

  /** For answers to those who wait. */
  Executor answers();

  /** For health checks, each of which waits for its command. */
  Executor checks();

  void after(Duration delay, Runnable work);

  /** Tells of the end of each monitor it is given. */
  MonitorWatch watch(Consumer<ContainerId> ended);
}
