package io.gantry.ctl.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the control plane is and as whom it is asked.
 *
 * @param token an API token; absent asks as nobody
 * @param tenant absent is the caller's only one
 */
public record Target(URI server, @Nullable String token, @Nullable String tenant) {
  URI resolve(ApiPath path) {
    return URI.create(base(server.toString()) + path);
  }

  URI resolveSocket(ApiPath path) {
    return URI.create(base(server.toString()).replaceFirst("^http", "ws") + path);
  }

  private static String base(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  /** Never shows the token. */
  @Override
  public String toString() {
    return server + (tenant == null ? "" : " tenant " + tenant);
  }
}
