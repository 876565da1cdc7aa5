package io.gantry.api.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often runs of an image fail, measured by what ran under the same name before it. Ends that
 * say nothing of the image are left out: the host restarted, or nobody saw the end.
 *
 * @param image the reference as it was in the spec
 * @param imageDigest what the reference meant then
 * @param firstStartedAt when its first run of those counted started
 * @param lastFinishedAt when its last run of those counted ended
 * @param predecessor the digest of the same reference that ran first before this one
 */
public record ExitVerdict(
    String image,
    String imageDigest,
    Instant firstStartedAt,
    Instant lastFinishedAt,
    Sample sample,
    @Nullable Predecessor predecessor,
    Word verdict) {

  /** The verdict in a word. */
  public enum Word {
    /** It fails less often: all of the difference's interval is below 0. */
    BETTER,
    /** It fails more often: all of the difference's interval is above 0. */
    WORSE,
    /** The counts go together with no difference at all. */
    NO_DIFFERENCE_SHOWN,
    /** One of the two has too few runs to say anything. */
    TOO_FEW_RUNS,
    /** Nothing of this name ran before it. */
    NO_PREDECESSOR
  }

  /**
   * What was counted.
   *
   * @param containers how many containers the runs are of; runs of one container depend on each
   *     other more than the interval knows
   * @param failureRate failures of all runs, 0 to 1
   * @param interval Wilson's, for 95 of 100
   */
  public record Sample(
      long runs, long failures, long containers, double failureRate, Interval interval) {}

  /**
   * What ran before.
   *
   * @param difference of the failure rates, this one's less the predecessor's: Newcombe's interval
   *     for 95 of 100
   */
  public record Predecessor(String imageDigest, Sample sample, Interval difference) {}

  /** From low to high. */
  public record Interval(double low, double high) {}
}
