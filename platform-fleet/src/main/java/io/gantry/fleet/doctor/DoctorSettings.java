package io.gantry.fleet.doctor;

import io.gantry.api.doctor.StuckKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long objects may be in between two states before the doctor calls them stuck.
 *
 * @param neverReported a container its node has told nothing of; images are fetched in this time
 * @param wishUnanswered a change the node has not acted on, beyond the grace of a stop
 * @param wishFailed a change the node could not make
 * @param stopping a stop, beyond its grace
 * @param removing a removal, beyond the grace of the stop before it
 * @param restartOverdue a restart that was due
 * @param stateUnknown a container whose state its node cannot tell
 * @param nodeAway something asked of a node that does not answer
 * @param endUntold a run whose end no report to come can tell
 * @param idempotencyKey a key without an answer, or kept beyond its time
 * @param nodeSilent a node that was enrolled and never heard of
 * @param nodeLost a node that is not heard of any more
 * @param streamRequest a stream's request, beyond its lifetime
 * @param tombstone a mark of a removed container, beyond its retention
 * @param taskOverdue work in the background that is due
 */
@ConfigurationProperties("gantry.doctor")
public record DoctorSettings(
    @DefaultValue("15m") Duration neverReported,
    @DefaultValue("2m") Duration wishUnanswered,
    @DefaultValue("5m") Duration wishFailed,
    @DefaultValue("1m") Duration stopping,
    @DefaultValue("5m") Duration removing,
    @DefaultValue("2m") Duration restartOverdue,
    @DefaultValue("1m") Duration stateUnknown,
    @DefaultValue("5m") Duration nodeAway,
    @DefaultValue("5m") Duration endUntold,
    @DefaultValue("10m") Duration idempotencyKey,
    @DefaultValue("1h") Duration nodeSilent,
    @DefaultValue("5m") Duration nodeLost,
    @DefaultValue("5m") Duration streamRequest,
    @DefaultValue("15m") Duration tombstone,
    @DefaultValue("15m") Duration taskOverdue) {

  Map<StuckKind, Duration> deadlines() {
    Map<StuckKind, Duration> deadlines = new EnumMap<>(StuckKind.class);
    for (StuckKind kind : StuckKind.values()) {
      deadlines.put(kind, deadline(kind));
    }
    return deadlines;
  }

  private Duration deadline(StuckKind kind) {
    return switch (kind) {
      case NEVER_REPORTED -> neverReported;
      case WISH_UNANSWERED -> wishUnanswered;
      case WISH_FAILED -> wishFailed;
      case STOPPING -> stopping;
      case REMOVING -> removing;
      case RESTART_OVERDUE -> restartOverdue;
      case STATE_UNKNOWN -> stateUnknown;
      case NODE_AWAY -> nodeAway;
      case END_UNTOLD -> endUntold;
      case IDEMPOTENCY_KEY -> idempotencyKey;
      case NODE_SILENT -> nodeSilent;
      case NODE_LOST -> nodeLost;
      case STREAM_REQUEST -> streamRequest;
      case TOMBSTONE -> tombstone;
      case TASK_OVERDUE -> taskOverdue;
    };
  }
}
