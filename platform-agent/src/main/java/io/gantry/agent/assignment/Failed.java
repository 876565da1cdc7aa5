package io.gantry.agent.assignment;

import io.gantry.api.error.ErrorCode;

/**
 * Why a generation is not reached.
 *
 * @param generation the one that was tried
 */
public record Failed(long generation, ErrorCode code, String message) {
  /** Whether trying the generation again is pointless. */
  public boolean isFinalFor(long tried) {
    return generation == tried && !code.retryable();
  }
}
