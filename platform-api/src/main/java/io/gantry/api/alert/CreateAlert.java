package io.gantry.api.alert;

import io.gantry.api.resource.ExitFilter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A new rule.
 *
 * @param name lower-case letters, digits and hyphens, at most 63, once in the tenant
 * @param filter which ends count; without since and until
 * @param threshold how many of them make an alert, 1 to 1000; absent is 1, which is each
 * @param window in which they have to lie, at most a day; needed for a threshold above 1
 * @param perContainer whether each container is counted by itself, as for a crash loop
 * @param url http or https
 */
public record CreateAlert(
    String name,
    ExitFilter filter,
    @Nullable Integer threshold,
    @Nullable Duration window,
    boolean perContainer,
    String url) {}
