package io.gantry.engine.storage;

import io.gantry.api.image.Digest;

/**
 * An unpacked layer.
 *
 * @param diffId digest of its uncompressed archive
 * @param sizeBytes bytes of the files in it
 * @param archiveBytes length of that archive
 */
public record Layer(Digest diffId, long sizeBytes, long archiveBytes) {}
