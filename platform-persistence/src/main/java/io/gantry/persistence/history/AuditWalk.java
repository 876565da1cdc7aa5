package io.gantry.persistence.history;

import io.gantry.api.resource.AuditAnchor;
import io.gantry.api.resource.AuditVerification;
import io.gantry.api.resource.AuditVerification.Break;
import io.gantry.api.resource.AuditVerification.Kind;
import io.gantry.persistence.history.TenantStreams.AuditHead;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows a chain entry by entry and keeps the first place where it breaks. Not thread-safe. */
final class AuditWalk {
  private final String chain;
  private final Deque<AuditAnchor> anchors;
  private String previous = "";
  private long next = 1;
  private int compared;
  private @Nullable Break broken;

  /**
   * @param anchors those of other chains are left out
   */
  AuditWalk(String chain, List<AuditAnchor> anchors) {
    this.chain = chain;
    this.anchors =
        new ArrayDeque<>(
            anchors.stream()
                .filter(anchor -> anchor.chain().equals(chain))
                .sorted(Comparator.comparingLong(AuditAnchor::id))
                .toList());
  }

  /** Takes the entries in the order of their numbers. */
  void step(AuditRow row, String hash) {
    if (broken == null) {
      broken = check(row, hash);
    }
    if (broken == null) {
      previous = hash;
      next++;
    }
  }

  private @Nullable Break check(AuditRow row, String hash) {
    long id = row.entry().id();
    if (id > next) {
      return new Break(
          next, Kind.MISSING, "entry %d is gone, entry %d is there".formatted(next, id));
    }
    if (id < next) {
      return new Break(id, Kind.DOUBLED, "there are two entries %d".formatted(id));
    }
    if (!hash.equals(AuditHash.of(previous, chain, row))) {
      return new Break(id, Kind.CHANGED, "entry %d is not what was written".formatted(id));
    }
    return compare(id, hash);
  }

  private @Nullable Break compare(long id, String hash) {
    while (!anchors.isEmpty() && anchors.getFirst().id() <= id) {
      AuditAnchor anchor = anchors.removeFirst();
      if (anchor.id() < 1 || !anchor.hash().equals(hash)) {
        return new Break(
            id, Kind.REWRITTEN, "entry %d had another hash on %s".formatted(id, anchor.at()));
      }
      compared++;
    }
    return null;
  }

  /** What was found, by comparison with where the chain should end. */
  AuditVerification end(AuditHead head) {
    if (broken == null) {
      broken = checkEnd(head);
    }
    return new AuditVerification(chain, next - 1, previous, compared, broken);
  }

  private @Nullable Break checkEnd(AuditHead head) {
    long last = next - 1;
    long expected =
        anchors.isEmpty() ? head.number() : Math.max(head.number(), anchors.getLast().id());
    if (last < expected) {
      return new Break(next, Kind.CUT, "entries %d to %d are gone".formatted(next, expected));
    }
    if (last > head.number()) {
      return new Break(
          head.number() + 1,
          Kind.ADDED,
          "the newest entry was %d, there is %d".formatted(head.number(), last));
    }
    if (!previous.equals(head.hash())) {
      return new Break(last, Kind.REWRITTEN, "entry %d had another hash".formatted(last));
    }
    return null;
  }
}
