package io.gantry.fleet.doctor;

import io.gantry.api.container.TenantId;
import io.gantry.api.doctor.StuckObjects;
import io.gantry.api.doctor.StuckResource;
import io.gantry.fleet.FleetSettings;
import io.gantry.fleet.node.Presence;
import io.gantry.persistence.doctor.OpenRunRows;
import io.gantry.persistence.doctor.StuckContainerRows;
import io.gantry.persistence.doctor.StuckKeyRows;
import io.gantry.persistence.doctor.StuckPlatformRows;
import io.gantry.persistence.doctor.StuckPlatformRows.Kept;
import io.gantry.persistence.doctor.StuckQuestion;
import io.gantry.persistence.doctor.StuckRow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks all that can be stuck. */
@Component
class StuckSearch {
  private final StuckContainerRows containers;
  private final OpenRunRows runs;
  private final StuckKeyRows keys;
  private final StuckPlatformRows platform;
  private final Presence presence;
  private final DoctorSettings settings;
  private final Kept kept;
  private final Clock clock;

  StuckSearch(
      StuckContainerRows containers,
      OpenRunRows runs,
      StuckKeyRows keys,
      StuckPlatformRows platform,
      Presence presence,
      DoctorSettings settings,
      FleetSettings fleet,
      Clock clock) {
    this.containers = containers;
    this.runs = runs;
    this.keys = keys;
    this.platform = platform;
    this.presence = presence;
    this.settings = settings;
    this.kept = new Kept(fleet.streamRequestLifetime(), fleet.watchRetention());
    this.clock = clock;
  }

  /** What is the tenant's; absent, what is anybody's and the platform's. The longest first. */
  StuckObjects find(@Nullable TenantId tenant, int limit) {
    StuckQuestion question = question(tenant, null);
    List<StuckResource> found = ask(question, limit + 1);
    boolean more = found.size() > limit;
    return new StuckObjects(more ? found.subList(0, limit) : found, more, question.now());
  }

  /** The one object, as whatever it is stuck. */
  List<StuckResource> find(@Nullable TenantId tenant, String id) {
    return ask(question(tenant, id), 10);
  }

  private StuckQuestion question(@Nullable TenantId tenant, @Nullable String id) {
    return new StuckQuestion(
        tenant, id, settings.deadlines(), clock.instant(), presence.reachableSince());
  }

  private List<StuckResource> ask(StuckQuestion question, int limit) {
    List<StuckRow> rows = new ArrayList<>(containers.list(question, limit));
    rows.addAll(runs.untold(question, limit));
    rows.addAll(keys.list(question, limit));
    if (question.tenant() == null) {
      rows.addAll(platform.list(question, kept, limit));
    }
    return rows.stream()
        .sorted(Comparator.comparing(StuckRow::since).thenComparing(StuckRow::id))
        .limit(limit)
        .map(StuckSearch::resource)
        .toList();
  }

  private static StuckResource resource(StuckRow row) {
    Prescription prescription = Prescription.of(row.kind());
    return new StuckResource(
        row.kind(),
        row.id(),
        row.tenant(),
        row.name(),
        row.node(),
        row.state(),
        row.since(),
        row.deadline(),
        row.detail() == null ? prescription.why() : prescription.why() + "; " + row.detail(),
        prescription.remedy(),
        prescription.mending());
  }
}
