package io.gantry.api.resource;

import io.gantry.api.container.Resources;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.container.StopSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may change in the life of a container; an absent field stays as it is. */
public record UpdateContainer(
    @Nullable Map<String, String> labels,
    @Nullable RestartPolicy restart,
    @Nullable Resources resources,
    @Nullable StopSpec stop) {}
