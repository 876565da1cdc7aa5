package io.gantry.api.resource;

import io.gantry.api.container.ExitCause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the exit ledger are listed; what is absent does not narrow.
 *
 * @param container id, unique prefix of an id, or name
 * @param node name or id
 * @param since runs that ended at this instant or later
 * @param until runs that ended before this instant
 */
public record ExitFilter(
    @Nullable String container,
    @Nullable String image,
    @Nullable Integer code,
    @Nullable ExitCause cause,
    @Nullable String node,
    @Nullable Instant since,
    @Nullable Instant until) {
  public static final ExitFilter ALL = new ExitFilter(null, null, null, null, null, null, null);
}
