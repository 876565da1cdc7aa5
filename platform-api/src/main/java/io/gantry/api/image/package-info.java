/** Names of images and the digests of their contents. */
@NullMarked
package io.gantry.api.image;

import org.jspecify.annotations.NullMarked;
