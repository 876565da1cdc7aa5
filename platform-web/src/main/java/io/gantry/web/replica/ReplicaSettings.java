package io.gantry.web.replica;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of a replica.
 *
 * @param address where the other replicas reach this one, as {@code http://10.1.2.3:8080}; absent
 *     is the host's own address and the port it listens on
 */
@ConfigurationProperties("gantry.replica")
record ReplicaSettings(@Nullable URI address) {}
