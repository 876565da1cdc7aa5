package io.gantry.api.account;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in.
 *
 * @param roles tenant to all roles in it: {@code VIEWER OPERATOR ADMIN}, or of the tenant's own
 * @param csrfToken to be sent as X-CSRF-Token with each change; absent unless a session's cookie
 *     was used
 */
public record SessionResource(
    String user,
    boolean platformAdmin,
    Map<String, List<String>> roles,
    @Nullable String csrfToken) {
  public SessionResource {
    roles = roles == null ? Map.of() : Map.copyOf(roles);
  }
}
