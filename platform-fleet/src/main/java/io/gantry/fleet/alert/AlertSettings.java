package io.gantry.fleet.alert;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of alerts.
 *
 * @param allowedNetworks subnets that may be called although they are not public
 * @param timeout how long a call may take, all in all
 * @param firstRetry wait after the first failed try; it doubles with each
 * @param longestRetry longest wait
 * @param tries how often a call is tried
 * @param disableAfter how long no call may succeed before a rule is disabled
 * @param keepFor how long calls that are over are kept
 */
@ConfigurationProperties("gantry.alerts")
public record AlertSettings(
    @DefaultValue List<String> allowedNetworks,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("10s") Duration firstRetry,
    @DefaultValue("1h") Duration longestRetry,
    @DefaultValue("12") int tries,
    @DefaultValue("24h") Duration disableAfter,
    @DefaultValue("7d") Duration keepFor) {
  public AlertSettings {
    allowedNetworks = List.copyOf(allowedNetworks);
  }
}
