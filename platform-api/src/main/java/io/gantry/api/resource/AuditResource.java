package io.gantry.api.resource;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, written in the transaction of the change itself.
 *
 * @param action {@code resource:verb}, as the permission it needed
 * @param object kind and id, as in {@code container 4f2a…}
 * @param outcome {@code ok}, or the code of the failure
 */
public record AuditResource(
    long id,
    Instant at,
    String actor,
    String action,
    String object,
    String outcome,
    @Nullable String requestId,
    @Nullable String address,
    @Nullable String detail) {}
