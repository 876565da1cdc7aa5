package io.gantry.api.alert;

import io.gantry.api.container.TenantId;
import io.gantry.api.resource.ExitResource;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of a call.
 *
 * @param delivery the same in each repetition of the call
 * @param alert name of the rule
 * @param test whether somebody tries the rule out; there are no exits then
 * @param at when it was found
 * @param count how many ends made it
 * @param since end of the first of them; absent in a test
 * @param until end of the last
 * @param exits the newest of them, at most 20, the newest first
 */
public record AlertMessage(
    UUID delivery,
    TenantId tenant,
    String alert,
    boolean test,
    Instant at,
    int count,
    @Nullable Instant since,
    @Nullable Instant until,
    List<ExitResource> exits) {
  public AlertMessage {
    exits = List.copyOf(exits);
  }
}
