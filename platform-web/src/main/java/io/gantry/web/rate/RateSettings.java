package io.gantry.web.rate;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of rate limits.
 *
 * @param perCredential most requests in a second with one credential, at a replica
 */
@ConfigurationProperties("gantry.rate")
record RateSettings(@DefaultValue("200") long perCredential) {}
