package io.gantry.fleet.report;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Report;
import io.gantry.api.node.ReportBatch;
import io.gantry.api.node.ReportBatch.Acknowledgement;
import io.gantry.api.node.ReportBatch.EndsTold;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.node.NodePresenceRows;
import io.gantry.persistence.node.ReportSequences;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes in what a node reports. All of a batch, and how far the node was heard, are one
 * transaction: what is acknowledged is in the database. A node may send a batch again, or batches
 * that overlap.
 */
@Service
public class ReportIngestion {
  private static final Logger LOG = LoggerFactory.getLogger(ReportIngestion.class);

  /** How far a node's clock may be ahead and still be believed. */
  private static final Duration MOST_AHEAD = Duration.ofDays(1);

  private final NodePresenceRows presence;
  private final ReportSequences sequences;
  private final ReportApplication application;
  private final Clock clock;

  ReportIngestion(
      NodePresenceRows presence,
      ReportSequences sequences,
      ReportApplication application,
      Clock clock) {
    this.presence = presence;
    this.sequences = sequences;
    this.application = application;
    this.clock = clock;
  }

  /**
   * Durable on return. A batch without reports says that the node lives.
   *
   * @return the sequence up to which everything is in the database; less than the batch's last if
   *     reports before it are missing
   * @throws GantryException NO_SUCH_NODE if the node was removed; PAYLOAD_TOO_LARGE
   */
  @AcrossTenants(PlatformWork.NODES)
  @Transactional
  public Acknowledgement accept(String nodeId, ReportBatch batch) {
    if (batch.reports().size() > ReportBatch.MAXIMUM_REPORTS) {
      throw GantryException.of(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "a batch has at most %d reports".formatted(ReportBatch.MAXIMUM_REPORTS));
    }
    Instant now = clock.instant();
    Duration ahead = Duration.between(now, batch.sentAt());
    ReportingNode node =
        presence
            .seen(nodeId, now, ahead, batch.facts())
            .map(name -> new ReportingNode(nodeId, name))
            .orElseThrow(() -> missing(nodeId));
    OptionalLong known = sequences.newest(nodeId, batch.epoch());
    long reached = batch.reports().isEmpty() ? known.orElse(0) : take(node, batch, known, now);
    noteEnds(nodeId, batch.endsTold(), reached, now);
    return new Acknowledgement(reached);
  }

  /** What the node says of its ends holds once all reports it means are here. */
  private void noteEnds(String nodeId, @Nullable EndsTold told, long reached, Instant now) {
    if (told != null && reached >= told.sequence()) {
      Instant latest = now.plus(MOST_AHEAD);
      Instant upTo = told.upTo().isAfter(latest) ? latest : told.upTo();
      presence.endsTold(nodeId, upTo.isBefore(Instant.EPOCH) ? Instant.EPOCH : upTo);
    }
  }

  private long take(ReportingNode node, ReportBatch batch, OptionalLong known, Instant now) {
    List<Report> inOrder =
        batch.reports().stream().sorted(Comparator.comparingLong(Report::sequence)).toList();
    long before = known.orElse(inOrder.getFirst().sequence() - 1);
    List<Report> fresh = Continuation.of(inOrder, before);
    if (fresh.isEmpty()) {
      noteGap(node, inOrder, before);
      return before;
    }
    application.apply(node, fresh, now);
    long reached = fresh.getLast().sequence();
    sequences.advance(node.id(), batch.epoch(), reached, now);
    return reached;
  }

  private static void noteGap(ReportingNode node, List<Report> inOrder, long before) {
    if (inOrder.getLast().sequence() > before) {
      LOG.atWarn()
          .addKeyValue("node", node.name())
          .addKeyValue("acknowledged", before)
          .addKeyValue("first", inOrder.getFirst().sequence())
          .log("reports are missing before a batch; it has to be sent again with them");
    }
  }

  private static GantryException missing(String nodeId) {
    return GantryException.of(
            ErrorCode.NO_SUCH_NODE, "node %s was removed: enrol it again".formatted(nodeId))
        .about("node", nodeId);
  }
}
