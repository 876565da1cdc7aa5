package io.gantry.engine.image.signature;

import io.gantry.engine.image.document.RepositoryPrefix;

/**
 * Which images of a registry or a part of it are taken.
 *
 * @param prefix of several that cover an image the longest counts
 */
public record TrustRule(RepositoryPrefix prefix, Trust trust) {}
