/**
 * Which containers must run before another can, and in which order that is reached. It looks and
 * decides; starting is the lifecycle's. Start at {@link io.gantry.engine.dependency.Dependencies}.
 */
@NullMarked
package io.gantry.engine.dependency;

import org.jspecify.annotations.NullMarked;
