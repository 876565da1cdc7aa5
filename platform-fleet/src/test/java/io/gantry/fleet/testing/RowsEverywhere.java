package io.gantry.fleet.testing;

import io.gantry.api.account.GroupSpec;
import io.gantry.api.account.Quota;
import io.gantry.api.account.RoleSpec;
import io.gantry.api.alert.CreateAlert;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.SecretSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.job.CreateJob;
import io.gantry.api.job.JobSpec;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.Report;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.resource.ExitFilter;
import io.gantry.api.schedule.CreateSchedule;
import io.gantry.api.schedule.ScheduleSpec;
import io.gantry.api.secret.CreateSecret;
import io.gantry.api.service.CreateService;
import io.gantry.api.service.ServiceSpec;
import io.gantry.fleet.account.GroupService;
import io.gantry.fleet.account.RoleService;
import io.gantry.fleet.alert.AlertService;
import io.gantry.fleet.container.ContainerService;
import io.gantry.fleet.idempotency.Answer;
import io.gantry.fleet.idempotency.IdempotencyService;
import io.gantry.fleet.idempotency.IdempotentRequest;
import io.gantry.fleet.job.JobService;
import io.gantry.fleet.quota.QuotaService;
import io.gantry.fleet.schedule.ScheduleService;
import io.gantry.fleet.secret.SecretService;
import io.gantry.fleet.service.Services;
import io.gantry.security.Caller;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore;
import io.gantry.security.account.AccountStore.NewAccount;
import io.gantry.security.credential.ApiTokens;
import io.gantry.security.credential.ApiTokens.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Lets a tenant have a row in every table that has rows of tenants. */
@Component
public class RowsEverywhere {
  private final Fleet fleet;
  private final ContainerService containers;
  private final IdempotencyService idempotency;
  private final AccountStore accounts;
  private final ApiTokens tokens;
  private final QuotaService quotas;
  private final JobService jobs;
  private final RoleService roles;
  private final GroupService groups;
  private final ScheduleService schedules;
  private final Services services;
  private final SecretService secrets;
  private final AlertService alerts;

  RowsEverywhere(
      Fleet fleet,
      ContainerService containers,
      IdempotencyService idempotency,
      AccountStore accounts,
      ApiTokens tokens,
      QuotaService quotas,
      JobService jobs,
      RoleService roles,
      GroupService groups,
      ScheduleService schedules,
      Services services,
      SecretService secrets,
      AlertService alerts) {
    this.fleet = fleet;
    this.containers = containers;
    this.idempotency = idempotency;
    this.accounts = accounts;
    this.tokens = tokens;
    this.quotas = quotas;
    this.jobs = jobs;
    this.roles = roles;
    this.groups = groups;
    this.schedules = schedules;
    this.services = services;
    this.secrets = secrets;
    this.alerts = alerts;
  }

  /** The node is one that has not reported yet, but to say that it lives. */
  public void fill(Caller caller, Enrolled node) {
    secrets.create(caller, new CreateSecret("token", new byte[] {1}));
    ContainerResource container =
        containers.create(caller, new CreateContainer(spec(), true, node.name()));
    Reports reports = Fleet.reports(container.id());
    fleet.report(
        node,
        "filled",
        reports.status(1, ContainerState.RUNNING, 1),
        reports.exit(2, 1, 42),
        reports.event(3, "died", ""),
        images(4, caller.tenant()));
    idempotency.once(
        caller, new IdempotentRequest("key", "print"), () -> new Answer(200, Map.of(), null));
    quotas.set(caller, caller.tenant(), new Quota(100L, null, null, null, null));
    roles.put(caller, "watcher", new RoleSpec(List.of("container:read")));
    alerts.create(
        caller,
        new CreateAlert("all", ExitFilter.ALL, null, null, false, "http://nobody.invalid/"));
    alerts.test(caller, "all");
    joins(caller);
    works(caller, node);
  }

  /** A job with a run, which is to be looked at again at its deadline. */
  private void works(Caller caller, Enrolled node) {
    ContainerSpec container = ContainerSpec.builder("busybox").build();
    jobs.create(
        caller,
        new CreateJob(
            "job",
            new JobSpec(
                container, node.name(), 1, 1, 0, null, null, Duration.ofDays(1), null, null)));
    Eventually.become(() -> jobs.get(caller, "job"), job -> job.status().active() == 1);
    services.create(
        caller, new CreateService("service", new ServiceSpec(container, node.name(), 1, null)));
    Eventually.become(
        () -> services.get(caller, "service"), service -> service.status().replicas() == 1);
    schedules.create(
        caller,
        new CreateSchedule(
            "schedule",
            new ScheduleSpec("@yearly", null, null, null, null, null, JobSpec.of(container))));
  }

  private static ContainerSpec spec() {
    return ContainerSpec.builder("busybox")
        .network(NetworkSpec.BRIDGE.withPorts(new PortMapping(null, 8080, 80, null)))
        .mounts(new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, null))
        .secrets(SecretSpec.mounted("token"))
        .build();
  }

  private static Report images(long sequence, TenantId tenant) {
    ImageSummary image =
        new ImageSummary(
            new Digest("sha256:" + "a".repeat(64)), List.of("busybox"), 10, Instant.EPOCH, 1);
    return new Report(
        sequence, Instant.EPOCH, null, null, null, new Report.Images(tenant, List.of(image)));
  }

  private void joins(Caller caller) {
    TenantId tenant = caller.tenant();
    Account user =
        accounts.create(
            new NewAccount(
                "user-" + UUID.randomUUID(), "hash", false, false, Map.of(tenant, Role.VIEWER)));
    tokens.make(user.id(), new Wish("token", tenant, null, null));
    groups.put(caller, "team", new GroupSpec(List.of("watcher"), List.of(user.name())));
  }
}
