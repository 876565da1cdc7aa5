package io.gantry.agent.assignment;

/**
 * A request that is acted on once by its number. The intent is stored together with the run the
 * container had, so that after a crash it shows whether the act happened.
 *
 * @param acted the newest number acted on; 0 if none
 * @param begun the number whose act began and whose end was not stored; 0 if none
 * @param run the container's newest run when it began
 */
public record Counted(long acted, long begun, long run) {
  public static final Counted NONE = new Counted(0, 0, 0);

  /** Whether the number was not acted on yet. */
  public boolean isDue(long number) {
    return number > acted;
  }

  /** Whether acting on this number began before, and nobody knows how it ended. */
  public boolean isBegun(long number) {
    return begun == number && isDue(number);
  }

  Counted begin(long number, long currentRun) {
    return isBegun(number) ? this : new Counted(acted, number, currentRun);
  }

  Counted finish(long number) {
    return new Counted(Math.max(acted, number), 0, 0);
  }

  /** The same if it knows of no higher number; else everything up to this one was acted on. */
  Counted atMost(long number) {
    return Math.max(acted, begun) > number ? new Counted(Math.min(acted, number), 0, 0) : this;
  }

  Counted giveBack() {
    return new Counted(acted, 0, 0);
  }
}
