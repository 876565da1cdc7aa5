/**
 * What containers' root file systems are made of: layers of images, unpacked once each and verified
 * before use ({@link io.gantry.engine.storage.LayerStore}), and the writable directory of every
 * container, mounted over its layers ({@link io.gantry.engine.storage.ContainerStorage}). Archives
 * are hostile; {@link io.gantry.engine.storage.LayerUnpack} is the only place that unpacks one.
 * What the layers belong to is the image room's matter.
 */
@NullMarked
package io.gantry.engine.storage;

import org.jspecify.annotations.NullMarked;
