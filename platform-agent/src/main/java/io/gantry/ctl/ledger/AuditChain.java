package io.gantry.ctl.ledger;

import io.gantry.ctl.client.ApiPath;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which audit chain is meant. */
final class AuditChain {
  @Option(names = "--platform", description = "The chain of what belongs to no tenant.")
  private boolean platform;

  ApiPath path(String name) {
    return path(platform, name);
  }

  static ApiPath path(boolean platform, @Nullable String name) {
    if (name == null) {
      return platform ? ApiPath.of("audit", "platform") : ApiPath.of("audit");
    }
    return platform ? ApiPath.of("audit", "platform", name) : ApiPath.of("audit", name);
  }
}
