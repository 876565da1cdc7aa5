package io.gantry.api.doctor;

import io.gantry.api.container.TenantId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One object that is stuck.
 *
 * @param id of the object: a container's or node's; with {@code /run} of a run; with the actor
 *     before it of an idempotency key
 * @param tenant whose it is; absent if it is the platform's
 * @param name of the container, absent if it has none
 * @param node name of the node it hangs on
 * @param state the object is in, for people
 * @param since when it got there, by the control plane's clock as far as that is known
 * @param deadline how long it may be there
 * @param why what may be behind it
 * @param remedy what to do
 * @param mending what the doctor does when asked to; absent if nothing of that is safe
 */
public record StuckResource(
    StuckKind kind,
    String id,
    @Nullable TenantId tenant,
    @Nullable String name,
    @Nullable String node,
    String state,
    Instant since,
    Duration deadline,
    String why,
    String remedy,
    @Nullable Mending mending) {}
