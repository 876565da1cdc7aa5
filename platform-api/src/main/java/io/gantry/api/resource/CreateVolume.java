package io.gantry.api.resource;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a volume.
 *
 * @param node name or id of the node it lies on; absent lets the fleet choose
 */
public record CreateVolume(
    String name, @Nullable Map<String, String> labels, @Nullable String node) {}
