package io.gantry.api.resource;

import org.jspecify.annotations.Nullable;

/**
 * A further name for an image.
 *
 * @param node name or id of the node that has it; may be absent if only one node has it
 */
public record TagImage(String source, String target, @Nullable String node) {}
