package io.gantry.agent.assignment;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * How far a node got with one assignment. It is stored before and after each act that must not
 * happen twice.
 *
 * @param created whether the container was made here once
 * @param generation the newest generation that was reached
 * @param removed whether the container was here and is gone
 */
public record Progress(
    boolean created,
    Counted launch,
    Counted kill,
    long generation,
    @Nullable Failed failure,
    boolean removed) {
  public static final Progress NONE =
      new Progress(false, Counted.NONE, Counted.NONE, 0, null, false);

  public Progress withCreated() {
    return new Progress(true, launch, kill, generation, failure, false);
  }

  /** Stores the intent to act on a launch while the container's newest run is the given one. */
  public Progress beginLaunch(long number, long run) {
    return withLaunch(launch.begin(number, run));
  }

  public Progress finishLaunch(long number) {
    return withLaunch(launch.finish(number));
  }

  /** The launch did not happen and may be tried again. */
  public Progress giveBackLaunch() {
    return withLaunch(launch.giveBack());
  }

  /** Stores the intent to send a signal to the given run. */
  public Progress beginKill(long number, long run) {
    return withKill(kill.begin(number, run));
  }

  public Progress finishKill(long number) {
    return withKill(kill.finish(number));
  }

  /** The generation is reached and nothing stands in the way any more. */
  public Progress reached(long newGeneration) {
    return new Progress(created, launch, kill, newGeneration, null, removed);
  }

  public Progress failed(long tried, ErrorCode code, String message) {
    return new Progress(
        created, launch, kill, generation, new Failed(tried, code, message), removed);
  }

  public Progress withRemoved() {
    return new Progress(created, launch, kill, generation, null, true);
  }

  /** The same without any number beyond those of the assignment. */
  Progress within(Assignment listed) {
    boolean beyond = generation > listed.generation();
    return new Progress(
        created,
        launch.atMost(listed.launch() == null ? 0 : listed.launch().number()),
        kill.atMost(listed.kill() == null ? 0 : listed.kill().number()),
        beyond ? listed.generation() - 1 : generation,
        beyond ? null : failure,
        removed);
  }

  private Progress withLaunch(Counted value) {
    return new Progress(created, value, kill, generation, failure, removed);
  }

  private Progress withKill(Counted value) {
    return new Progress(created, launch, value, generation, failure, removed);
  }
}
