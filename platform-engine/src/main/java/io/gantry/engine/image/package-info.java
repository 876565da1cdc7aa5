/**
 * Images: where they come from (a root file system, an archive, a registry), what they are called
 * in each tenant, and how they leave the node again. Start at {@link
 * io.gantry.engine.image.Images}. Their contents are unpacked and kept by the storage room; a name,
 * digest or configuration from outside is hostile until it was checked here. Documents, registries
 * and signatures have packages of their own below, which do not know this one.
 */
@NullMarked
package io.gantry.engine.image;

import org.jspecify.annotations.NullMarked;
