package io.gantry.persistence.role;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at start what is wrong with the role and what to do. */
final class UnfitRoleAnalyzer extends AbstractFailureAnalyzer<UnfitRoleException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnfitRoleException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
  }
}
