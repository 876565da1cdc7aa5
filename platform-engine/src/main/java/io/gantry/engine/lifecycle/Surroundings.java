package io.gantry.engine.lifecycle;

/** What the lifecycle is given besides its store and the rooms below. */
public record Surroundings(
    Time time, SavePoint.Listener savePoints, Workers workers, Limits limits) {}
