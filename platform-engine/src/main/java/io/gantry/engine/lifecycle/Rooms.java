package io.gantry.engine.lifecycle;

/** The rooms below, as the operations need them. */
public record Rooms(
    ContainerRoot root,
    ContainerNetwork network,
    ContainerRuntime runtime,
    ExitSource exits,
    Sessions sessions,
    Processes processes,
    HealthChecks health,
    ContainerPods pods,
    Supervision supervision) {}
