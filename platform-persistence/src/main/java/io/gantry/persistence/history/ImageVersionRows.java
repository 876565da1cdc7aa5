package io.gantry.persistence.history;

import io.gantry.api.container.TenantId;
import io.gantry.api.resource.ExitFilter;
import io.gantry.persistence.jdbc.Columns;
import io.gantry.persistence.jdbc.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * What each reference to an image meant over time, and how the runs of each digest ended. Ends that
 * say nothing of the image are not counted.
 */
@Repository
@Transactional
public class ImageVersionRows {
  private static final String VERSIONS =
      """
      select e.image, e.image_digest as digest, min(coalesce(e.started_at, e.finished_at)) as first_started_at,
        max(e.finished_at) as last_finished_at, count(*) as runs, count(*) filter (where %s) as failures,
        count(distinct e.container_id) as containers
      from exit_ledger e %%s and e.image_digest is not null and e.cause not in ('HOST_RESTART', 'UNKNOWN')
      group by e.image, e.image_digest
      """
          .formatted(ExitConditions.FAILED);

  private static final String WITH_PREDECESSORS =
      """
      select * from (
        select v.*, lag(digest) over earlier as before_digest, lag(runs) over earlier as before_runs,
          lag(failures) over earlier as before_failures, lag(containers) over earlier as before_containers
        from (%s) v window earlier as (partition by image order by first_started_at, digest)) w
      %s order by first_started_at desc, image, digest limit %d
      """;

  private final JdbcClient jdbc;

  ImageVersionRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Runs of one digest. */
  public record Counts(long runs, long failures, long containers) {}

  /** The digest that ran first before another one under the same reference. */
  public record Before(String digest, Counts counts) {}

  /** A digest that ran under a reference. */
  public record Version(
      String image,
      String digest,
      Instant firstStartedAt,
      Instant lastFinishedAt,
      Counts counts,
      @Nullable Before before) {}

  /**
   * The newest version first.
   *
   * @param filter its digest says which versions are listed; what ran before them is counted all
   *     the same
   */
  public List<Version> list(TenantId tenant, ExitFilter filter, int limit) {
    Conditions conditions = ExitConditions.ofAnyDigest(tenant, filter);
    String inner = VERSIONS.formatted(conditions.where());
    String digest = filter.imageDigest();
    String outer = digest == null ? "" : "where digest = :digest";
    if (digest != null) {
      conditions.with("digest", digest);
    }
    return conditions
        .bind(jdbc, WITH_PREDECESSORS.formatted(inner, outer, limit))
        .query(ImageVersionRows::version)
        .list();
  }

  private static Version version(ResultSet row, int number) throws SQLException {
    String before = row.getString("before_digest");
    return new Version(
        row.getString("image"),
        row.getString("digest"),
        Columns.requiredInstant(row, "first_started_at"),
        Columns.requiredInstant(row, "last_finished_at"),
        counts(row, ""),
        before == null ? null : new Before(before, counts(row, "before_")));
  }

  private static Counts counts(ResultSet row, String prefix) throws SQLException {
    return new Counts(
        row.getLong(prefix + "runs"),
        row.getLong(prefix + "failures"),
        row.getLong(prefix + "containers"));
  }
}
