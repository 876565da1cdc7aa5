package io.gantry.web.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of streams to nodes.
 *
 * @param dialTimeout how long a node may take to dial before it counts as unavailable
 * @param pingInterval how often a silent stream is shown to be in use, and a silent answer's client
 *     looked for
 * @param perTenant most streams one tenant may have open on a replica
 */
@ConfigurationProperties("gantry.stream")
public record StreamSettings(
    @DefaultValue("5s") Duration dialTimeout,
    @DefaultValue("20s") Duration pingInterval,
    @DefaultValue("200") int perTenant) {}
