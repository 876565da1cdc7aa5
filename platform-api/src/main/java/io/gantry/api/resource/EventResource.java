package io.gantry.api.resource;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a container.
 *
 * @param id grows in the order of the stream; a client resumes after it
 * @param at when it happened, by the clock of where it happened
 * @param action in Podman's words: {@code create}, {@code start}, {@code died}, …
 */
public record EventResource(
    long id,
    Instant at,
    TenantId tenant,
    @Nullable ContainerId container,
    @Nullable String node,
    String action,
    @Nullable String detail,
    @Nullable String actor) {}
