package io.gantry.fleet.job;

import static io.gantry.fleet.testing.Eventually.become;
import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.account.Quota;
import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.job.CreateJob;
import io.gantry.api.job.JobReason;
import io.gantry.api.job.JobResource;
import io.gantry.api.job.JobRunResource;
import io.gantry.api.job.JobSpec;
import io.gantry.api.job.JobState;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.Report;
import io.gantry.api.resource.AuditFilter;
import io.gantry.api.resource.AuditResource;
import io.gantry.api.resource.ContainerFilter;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.container.ContainerService;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.quota.QuotaService;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Reports;
import io.gantry.security.Caller;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class JobIT {
  private final Fleet fleet;
  private final JobService jobs;
  private final ContainerService containers;
  private final QuotaService quotas;
  private final AuditService audit;
  private final Set<ContainerId> seen = new HashSet<>();

  private Caller caller;
  private Enrolled node;
  private long sequence;

  @Autowired
  JobIT(
      Fleet fleet,
      JobService jobs,
      ContainerService containers,
      QuotaService quotas,
      AuditService audit) {
    this.fleet = fleet;
    this.jobs = jobs;
    this.containers = containers;
    this.quotas = quotas;
    this.audit = audit;
  }

  @BeforeEach
  void makeATenantWithANode() {
    caller = fleet.tenant();
    node = fleet.node();
  }

  @Test
  void triesAgainUntilARunEndsWell() {
    create("report", spec(1, 1, 2, 0));
    end(nextContainer(), 3);
    end(nextContainer(), 4);
    ContainerResource last = nextContainer();
    end(last, 0);

    JobResource job = ended("report");

    assertThat(job.status().state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.status().failed()).isEqualTo(2);
    assertThat(job.status().active()).isZero();
    assertThat(runs("report")).extracting(JobRunResource::exitCode).containsExactly(0, 4, 3);
    assertThat(runs("report").getFirst().container()).isEqualTo(last.id());
    assertThat(last.spec().labels()).containsEntry("gantry.job", "report");
  }

  @Test
  void failsWhenItHasNoRetriesLeft() {
    create("report", spec(1, 1, 1, 0));
    end(nextContainer(), 3);
    end(nextContainer(), 3);

    assertThat(ended("report").status().reason()).isEqualTo(JobReason.RETRIES);
  }

  @Test
  void runsAsManyAtATimeAsItMayUntilEnoughEndedWell() {
    create("report", spec(2, 3, 0, 5));
    ContainerResource first = nextContainer();
    ContainerResource second = nextContainer();
    assertThat(become(() -> jobs.get(caller, "report"), job -> job.status().active() == 2))
        .isNotNull();

    end(first, 0);
    ContainerResource third = nextContainer();
    end(second, 0);
    end(third, 0);

    assertThat(ended("report").status().succeeded()).isEqualTo(3);
    assertThat(present()).hasSize(3);
  }

  @Test
  void stopsWhatRunsAtItsDeadline() {
    create(
        "report",
        new JobSpec(
            ContainerSpec.builder("busybox").build(),
            node.name(),
            1,
            1,
            0,
            null,
            null,
            Duration.ofMillis(300),
            null,
            null));
    ContainerResource container = nextContainer();

    assertThat(ended("report").status().reason()).isEqualTo(JobReason.DEADLINE);
    become(() -> containers.get(caller, container.name()), now -> now.goal() == Goal.STOPPED);
  }

  @Test
  void stopsWhatRunsWhenItIsCancelled() {
    create("report", spec(1, 1, 0, 1));
    ContainerResource container = nextContainer();

    jobs.cancel(caller, Target.of("report"));

    assertThat(ended("report").status().reason()).isEqualTo(JobReason.CANCELLED);
    become(() -> containers.get(caller, container.name()), now -> now.goal() == Goal.STOPPED);
    end(container, 143);
    assertThat(
            become(() -> jobs.get(caller, "report"), job -> job.status().active() == 0)
                .status()
                .failed())
        .isEqualTo(1);
  }

  @Test
  void countsAContainerSomebodyTookAwayAsFailed() {
    create("report", spec(1, 1, 1, 0));
    ContainerResource container = nextContainer();

    report(Fleet.reports(container.id()).removed(++sequence));

    nextContainer();
    assertThat(runs("report").getLast().failure())
        .isNotNull()
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NO_EXIT_CODE));
  }

  @Test
  void saysWhatStandsInItsWayAndGoesOnWithoutIt() {
    quotas.set(caller, caller.tenant(), new Quota(0L, null, null, null, null));
    create("report", spec(1, 1, 0, 0));

    JobResource waiting =
        become(() -> jobs.get(caller, "report"), job -> job.status().obstacle() != null);

    assertThat(waiting.status().state()).isEqualTo(JobState.PENDING);
    assertThat(waiting.status().obstacle())
        .isNotNull()
        .satisfies(obstacle -> assertThat(obstacle.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));
    quotas.set(caller, caller.tenant(), new Quota(1L, null, null, null, null));
    nextContainer();
    assertThat(jobs.get(caller, "report").status().obstacle()).isNull();
  }

  @Test
  void takesItsContainersWithIt() {
    create("report", spec(2, 2, 0, 0));
    nextContainer();
    nextContainer();

    jobs.remove(caller, Target.of("report"));

    become(
        () -> containers.list(caller, ContainerFilter.ALL, PageRequest.FIRST).items(),
        all -> all.stream().allMatch(container -> container.goal() == Goal.REMOVED));
    become(() -> jobs.list(caller, null, PageRequest.FIRST).items(), List::isEmpty);
    assertRefused(ErrorCode.NOT_FOUND, () -> jobs.get(caller, "report"));
  }

  @Test
  void goesByItselfWhenItsTimeIsOver() {
    create(
        "report",
        new JobSpec(
            ContainerSpec.builder("busybox").build(),
            node.name(),
            1,
            1,
            0,
            null,
            null,
            null,
            Duration.ofMillis(50),
            null));
    end(nextContainer(), 0);

    become(() -> jobs.list(caller, null, PageRequest.FIRST).items(), List::isEmpty);
  }

  @Test
  void actsAsItselfOnBehalfOfWhoMadeIt() {
    create("report", spec(1, 1, 0, 0));
    ContainerResource container = nextContainer();

    List<AuditResource> entries =
        audit
            .list(
                caller,
                new AuditFilter(null, null, "container " + container.id(), null, null, null, null),
                PageRequest.FIRST)
            .items();

    assertThat(entries)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.actor()).isEqualTo("job report");
              assertThat(entry.onBehalfOf()).isEqualTo(caller.name());
            });
  }

  @Test
  void isRefusedWhatATenantMayNotHave() {
    ContainerSpec privileged =
        ContainerSpec.builder("busybox")
            .security(
                new SecuritySpec(
                    true, null, null, false, false, null, null, null, null, false, false))
            .build();

    assertRefused(
        ErrorCode.POLICY_DENIED,
        () -> jobs.create(caller, new CreateJob("report", JobSpec.of(privileged))));
  }

  @Test
  void refusesAnotherVersionAndATakenName() {
    JobResource job = create("report", spec(1, 1, 0, 0));

    assertRefused(
        ErrorCode.PRECONDITION_FAILED,
        () -> jobs.cancel(caller, new Target("report", job.version() + 1)));
    assertRefused(ErrorCode.NAME_DUPLICATE, () -> create("report", spec(1, 1, 0, 0)));
  }

  private JobResource create(String name, JobSpec spec) {
    return jobs.create(caller, new CreateJob(name, spec));
  }

  private JobSpec spec(int parallelism, int completions, int retries, int kept) {
    return new JobSpec(
        ContainerSpec.builder("busybox").labels(Map.of("app", "report")).build(),
        node.name(),
        parallelism,
        completions,
        retries,
        Duration.ofMillis(1),
        Duration.ofMillis(1),
        null,
        null,
        kept);
  }

  private List<ContainerResource> present() {
    return containers.list(caller, ContainerFilter.ALL, PageRequest.FIRST).items();
  }

  /** The next container the job makes. */
  private ContainerResource nextContainer() {
    ContainerResource next =
        become(
                () ->
                    present().stream().filter(container -> !seen.contains(container.id())).toList(),
                found -> !found.isEmpty())
            .getLast();
    seen.add(next.id());
    return next;
  }

  private void end(ContainerResource container, int code) {
    Reports reports = Fleet.reports(container.id());
    report(reports.exit(++sequence, 1, code), reports.status(++sequence, ContainerState.EXITED, 1));
  }

  private void report(Report... reports) {
    fleet.report(node, "e", reports);
  }

  private JobResource ended(String name) {
    return become(() -> jobs.get(caller, name), job -> job.status().state().isEnded());
  }

  private List<JobRunResource> runs(String name) {
    return jobs.runs(caller, name, PageRequest.FIRST).items();
  }
}
