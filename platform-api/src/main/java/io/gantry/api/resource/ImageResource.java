package io.gantry.api.resource;

import io.gantry.api.image.ImageSummary;

/**
 * An image on one node.
 *
 * @param node name of the node
 */
public record ImageResource(ImageSummary image, String node) {}
