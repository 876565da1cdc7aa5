/**
 * What registries and archives say of images: names, manifests, indexes, platforms, digests. All of
 * it is hostile until it was read here. Nothing here fetches or stores.
 */
@NullMarked
package io.gantry.engine.image.document;

import org.jspecify.annotations.NullMarked;
