package io.gantry.engine.state;

/** A container as the store has it. */
public record StoredContainer(ContainerConfig config, ContainerRecord record) {}
