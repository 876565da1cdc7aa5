package io.gantry.api.service;

/**
 * The wish for a service.
 *
 * @param name unique among the services of the tenant
 */
public record CreateService(String name, ServiceSpec spec) {}
