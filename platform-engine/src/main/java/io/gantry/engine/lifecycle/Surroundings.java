package io.gantry.engine.lifecycle;

/**
 * What the lifecycle is given besides its store and the rooms below.
 *
 * @param mostParked how many containers may wait initialised for their first start
 */
public record Surroundings(
    Time time, SavePoint.Listener savePoints, Workers workers, Limits limits, int mostParked) {}
