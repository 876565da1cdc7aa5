/**
 * Registries: where an image is fetched from (mirrors, then its origin), how it comes (tokens,
 * redirects, several layers at once, on from where a connection broke) and how it is sent. Start at
 * {@link io.gantry.engine.image.registry.RegistryAccess}. What came is checked by digest here;
 * unpacking it is not done here.
 */
@NullMarked
package io.gantry.engine.image.registry;

import org.jspecify.annotations.NullMarked;
