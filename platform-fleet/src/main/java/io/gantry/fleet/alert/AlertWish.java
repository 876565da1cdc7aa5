package io.gantry.fleet.alert;

import io.gantry.api.alert.CreateAlert;
import io.gantry.api.container.TenantId;
import io.gantry.persistence.alert.AlertRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks what somebody wants of a new rule; all its refusals are of the argument. */
final class AlertWish {
  private static final Duration LONGEST_WINDOW = Duration.ofDays(1);
  private static final int HIGHEST_THRESHOLD = 1000;
  private static final int LONGEST_URL = 2048;

  private AlertWish() {}

  static AlertRule rule(TenantId tenant, CreateAlert wish, String by, Instant at) {
    int threshold = wish.threshold() == null ? 1 : wish.threshold();
    require(
        wish.name().matches("[a-z0-9][a-z0-9-]{0,62}"),
        "an alert's name has at most 63 lower-case letters, digits and hyphens");
    require(threshold >= 1 && threshold <= HIGHEST_THRESHOLD, "threshold is between 1 and 1000");
    require(
        wish.filter().since() == null && wish.filter().until() == null,
        "an alert's filter has no since and until: it counts from now on");
    return new AlertRule(
        UUID.randomUUID(),
        tenant,
        wish.name(),
        wish.filter(),
        threshold,
        window(threshold, wish.window()),
        wish.perContainer(),
        url(wish.url()),
        1,
        at,
        by,
        null,
        null,
        null);
  }

  private static Duration window(int threshold, @Nullable Duration window) {
    if (threshold == 1) {
      require(window == null, "a threshold of 1 needs no window: each end makes an alert");
      return Duration.ZERO;
    }
    require(
        window != null && window.toMillis() > 0 && window.compareTo(LONGEST_WINDOW) <= 0,
        "a threshold above 1 needs a window of at most a day");
    return window == null ? Duration.ZERO : window;
  }

  private static String url(String text) {
    require(text.length() <= LONGEST_URL, "a url has at most 2048 characters");
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      require(Set.of("http", "https").contains(scheme), "the url begins with http:// or https://");
      require(url.getHost() != null && url.getPort() <= 0xffff, "the url names a host");
      require(
          url.getRawUserInfo() == null && url.getRawFragment() == null,
          "the url has no user, password or fragment: calls are signed");
      return url.toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the url is none", e);
    }
  }

  private static void require(boolean fits, String rule) {
    if (!fits) {
      throw new IllegalArgumentException(rule);
    }
  }
}
