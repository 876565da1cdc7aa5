package io.gantry.api.resource;

import org.jspecify.annotations.Nullable;

/**
 * One line of a long transfer's answer (newline-delimited JSON); exactly one part is present. The
 * last line holds the result or the problem.
 *
 * @param progress what the node tells of its progress
 * @param result what was asked for: {@link io.gantry.api.image.ImageSummary}, or a list of them
 */
public record TransferLine(
    @Nullable Object progress, @Nullable Object result, @Nullable Problem problem) {
  public static TransferLine progress(Object progress) {
    return new TransferLine(progress, null, null);
  }

  public static TransferLine result(Object result) {
    return new TransferLine(null, result, null);
  }

  public static TransferLine problem(Problem problem) {
    return new TransferLine(null, null, problem);
  }
}
