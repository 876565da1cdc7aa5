/**
 * The Debian packages of {@code packaging/debian}: built, read, installed, upgraded, removed and
 * purged.
 */
@NullMarked
package io.gantry.packaging.debian;

import org.jspecify.annotations.NullMarked;
