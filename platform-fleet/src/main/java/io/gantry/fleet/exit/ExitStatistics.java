package io.gantry.fleet.exit;

import io.gantry.api.ledger.Completeness;
import io.gantry.api.ledger.CrashLoop;
import io.gantry.api.ledger.CrashLoops;
import io.gantry.api.ledger.ExitGroup;
import io.gantry.api.ledger.ExitGroupQuestion;
import io.gantry.api.ledger.ExitGroups;
import io.gantry.api.ledger.ExitVerdicts;
import io.gantry.api.resource.ExitFilter;
import io.gantry.persistence.history.CrashLoopRows;
import io.gantry.persistence.history.CrashLoopRows.Loop;
import io.gantry.persistence.history.ExitGroupRows;
import io.gantry.persistence.history.ImageVersionRows;
import io.gantry.persistence.history.ImageVersionRows.Version;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the exit ledger tells in sum. The database counts; every answer is bounded. */
@Service
public class ExitStatistics {
  private static final Duration DEFAULT_WINDOW = Duration.ofDays(1);
  private static final double SECONDS_PER_HOUR = Duration.ofHours(1).toSeconds();

  private final ExitGroupRows groups;
  private final ImageVersionRows versions;
  private final CrashLoopRows loops;
  private final TenantCompleteness completeness;
  private final Clock clock;

  ExitStatistics(
      ExitGroupRows groups,
      ImageVersionRows versions,
      CrashLoopRows loops,
      TenantCompleteness completeness,
      Clock clock) {
    this.groups = groups;
    this.versions = versions;
    this.loops = loops;
    this.completeness = completeness;
    this.clock = clock;
  }

  /** Runs counted by what they have in common. */
  @Requires(Permission.EXIT_READ)
  @Transactional(readOnly = true)
  public ExitGroups groups(Caller caller, ExitFilter filter, ExitGroupQuestion question) {
    Completeness complete = completeness.of(caller.tenant(), filter);
    List<ExitGroup> found = groups.list(caller.tenant(), filter, question, question.limit() + 1);
    return new ExitGroups(
        first(found, question.limit()), found.size() > question.limit(), complete);
  }

  /**
   * A verdict on each version of each image, the newest first.
   *
   * @param filter must not narrow how runs ended, which is what is judged
   */
  @Requires(Permission.EXIT_READ)
  @Transactional(readOnly = true)
  public ExitVerdicts verdicts(Caller caller, ExitFilter filter, int limit) {
    requireAllEnds(filter);
    List<Version> found = versions.list(caller.tenant(), filter, limit + 1);
    return new ExitVerdicts(
        first(found, limit).stream().map(Verdicts::of).toList(), found.size() > limit);
  }

  /**
   * The containers with most failures.
   *
   * @param filter must not narrow how runs ended; without since the window is the last day
   */
  @Requires(Permission.EXIT_READ)
  @Transactional(readOnly = true)
  public CrashLoops crashLoops(Caller caller, ExitFilter filter, int limit) {
    requireAllEnds(filter);
    Instant until = filter.until() == null ? clock.instant() : filter.until();
    Instant since = filter.since() == null ? until.minus(DEFAULT_WINDOW) : filter.since();
    if (!since.isBefore(until)) {
      throw new IllegalArgumentException("since is before until");
    }
    List<Loop> found = loops.list(caller.tenant(), filter.from(since), limit + 1);
    double hours = Duration.between(since, until).toSeconds() / SECONDS_PER_HOUR;
    return new CrashLoops(
        first(found, limit).stream().map(loop -> crashLoop(loop, hours)).toList(),
        found.size() > limit,
        since,
        until);
  }

  private static CrashLoop crashLoop(Loop loop, double hours) {
    return new CrashLoop(
        loop.runs(),
        loop.failures(),
        (double) loop.failures() / loop.runs(),
        loop.failures() / hours,
        loop.nextAttempt(),
        loop.nextAttemptAt(),
        loop.latest());
  }

  private static void requireAllEnds(ExitFilter filter) {
    if (filter.failed() || filter.cause() != null || !filter.codes().isEmpty()) {
      throw new IllegalArgumentException("rates are of all ends: leave out code, cause and failed");
    }
  }

  private static <T> List<T> first(List<T> found, int limit) {
    return found.subList(0, Math.min(limit, found.size()));
  }
}
