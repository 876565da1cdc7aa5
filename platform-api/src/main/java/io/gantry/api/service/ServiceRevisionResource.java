package io.gantry.api.service;

import io.gantry.api.container.ContainerSpec;
import java.time.Instant;

/**
 * A container a service had or has.
 *
 * @param number from 1, in the order of their making
 */
public record ServiceRevisionResource(
    int number, ContainerSpec container, Instant createdAt, String createdBy) {}
