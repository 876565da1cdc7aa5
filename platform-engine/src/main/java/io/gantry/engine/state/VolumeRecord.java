package io.gantry.engine.state;

import io.gantry.api.container.TenantId;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A named volume.
 *
 * @param id generated; names never become parts of paths
 * @param data the directory that is mounted
 * @param anonymous made for one container and removed with it when asked
 * @param needsCopyUp nothing was copied from an image yet (VOLUME-3)
 * @param needsChown its top was not given to a container's user yet (VOLUME-17)
 */
public record VolumeRecord(
    String id,
    TenantId tenant,
    String name,
    Instant createdAt,
    Path data,
    boolean anonymous,
    boolean needsCopyUp,
    boolean needsChown) {}
