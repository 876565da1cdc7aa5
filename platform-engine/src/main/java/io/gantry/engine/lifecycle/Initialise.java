package io.gantry.engine.lifecycle;

/**
 * Prepares a container and creates it in the runtime; after a failure it is cleaned up (INIT-17).
 */
final class Initialise {
  private final Prepare prepare;
  private final Init init;
  private final Cleanup cleanup;

  Initialise(Prepare prepare, Init init, Cleanup cleanup) {
    this.prepare = prepare;
    this.init = init;
    this.cleanup = cleanup;
  }

  void run(LockedContainer container) {
    try {
      cleanup.runtimePart(container);
      Connecting connecting = prepare.run(container, change -> change);
      init.run(container, connecting, false);
    } catch (RuntimeException e) {
      Failures failures = new Failures(container.id());
      failures.step("clean up", () -> cleanup.run(container));
      failures.logFirst();
      throw e;
    }
  }
}
