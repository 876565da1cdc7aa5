/**
 * The images of {@code docker/}: built without an engine, run by Gantry's own; and the compose
 * file.
 */
@NullMarked
package io.gantry.packaging.image;

import org.jspecify.annotations.NullMarked;
