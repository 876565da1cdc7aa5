package io.gantry.engine.pod;

import io.gantry.engine.lifecycle.SavePoint;
import io.gantry.engine.lifecycle.Workers;
import io.gantry.engine.validation.ContainerNames;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/**
 * What pods are given besides the stores and the lifecycle.
 *
 * @param lockLimit wait for another operation on the same pod
 */
public record PodParts(
    MemberMaking making,
    PodCgroups cgroups,
    PauseRoot pauseRoot,
    Workers workers,
    Clock clock,
    SecureRandom random,
    ContainerNames names,
    Duration lockLimit,
    SavePoint.Listener savePoints) {}
