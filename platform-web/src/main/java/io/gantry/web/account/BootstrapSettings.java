package io.gantry.web.account;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What a fresh installation starts with.
 *
 * @param passwordFile holds the one-time password of the user admin, who is made if there is no
 *     user
 * @param tokenFile holds an API token of admin, kept if it is not known yet
 */
@ConfigurationProperties("gantry.bootstrap")
record BootstrapSettings(@Nullable Path passwordFile, @Nullable Path tokenFile) {}
