package io.gantry.api.resource;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which audit entries are listed; what is absent does not narrow.
 *
 * @param object kind and id, as in {@code container 4f2a…}
 * @param outcome {@code ok}, or the code of a failure
 * @param since entries of this instant or later
 * @param until entries before this instant
 */
public record AuditFilter(
    @Nullable String actor,
    @Nullable String action,
    @Nullable String object,
    @Nullable String outcome,
    @Nullable String requestId,
    @Nullable Instant since,
    @Nullable Instant until) {
  public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null, null);
}
