package io.gantry.ctl.ledger;

import io.gantry.ctl.client.ApiPath;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which audit entries are meant. */
final class AuditSelection {
  @Option(names = "--actor", description = "By this user or node.")
  private @Nullable String actor;

  @Option(names = "--action", description = "Of this kind, as container:create.")
  private @Nullable String action;

  @Option(names = "--object", description = "On this object, as 'container 4f2a…'.")
  private @Nullable String object;

  @Option(names = "--outcome", description = "With this outcome: ok, or a code as FORBIDDEN.")
  private @Nullable String outcome;

  @Option(names = "--request", paramLabel = "ID", description = "Of the request with this id.")
  private @Nullable String request;

  @Option(
      names = "--platform",
      description = "What belongs to no tenant: nodes, users, sign-ins, tokens.")
  private boolean platform;

  @Mixin private final Period period = new Period();

  /** What there is of them below the audit log; an absent name is the list. */
  ApiPath path(@Nullable String name, Clock clock) {
    return period.addTo(
        AuditChain.path(platform, name)
            .with("actor", actor)
            .with("action", action)
            .with("object", object)
            .with("outcome", outcome)
            .with("requestId", request),
        clock);
  }
}
