package io.gantry.api.ledger;

import io.gantry.api.resource.Page;
import java.time.ZoneId;
import java.util.Set;

/**
 * How runs are to be counted.
 *
 * @param by at least one, and at most one piece of time
 * @param zone an IANA region, by which hours and days begin
 * @param limit most groups of the answer, 1 to {@link Page#MAXIMUM_LIMIT}
 */
public record ExitGroupQuestion(Set<ExitGrouping> by, ZoneId zone, int limit) {
  public ExitGroupQuestion {
    by = Set.copyOf(by);
    if (by.isEmpty()) {
      throw new IllegalArgumentException("name at least one thing to group by");
    }
    if (by.stream().filter(ExitGrouping::isTime).count() > 1) {
      throw new IllegalArgumentException("group by one of MINUTE, HOUR and DAY at a time");
    }
    if (!ZoneId.getAvailableZoneIds().contains(zone.getId())) {
      throw new IllegalArgumentException(
          "'" + zone.getId() + "' is no time zone: name it as Europe/Berlin or UTC");
    }
    if (limit < 1 || limit > Page.MAXIMUM_LIMIT) {
      throw new IllegalArgumentException("limit is between 1 and " + Page.MAXIMUM_LIMIT);
    }
  }
}
