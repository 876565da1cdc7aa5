package io.gantry.api.alert;

import io.gantry.api.resource.ExitFilter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rule: so many ends of this kind within a window call a URL. After an alert the counting begins
 * anew.
 *
 * @param filter which ends count
 * @param threshold how many of them make an alert; 1 is each
 * @param window in which they have to lie; absent if each makes one
 * @param perContainer whether each container is counted by itself
 * @param failingSince since when no call has succeeded; absent if the last one did
 * @param disabledAt since when it calls nobody; absent if it is enabled
 * @param disabledBecause why
 */
public record AlertResource(
    String name,
    ExitFilter filter,
    int threshold,
    @Nullable Duration window,
    boolean perContainer,
    String url,
    Instant createdAt,
    String createdBy,
    @Nullable Instant failingSince,
    @Nullable Instant disabledAt,
    @Nullable String disabledBecause) {}
