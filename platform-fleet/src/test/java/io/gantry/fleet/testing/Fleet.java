package io.gantry.fleet.testing;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Enrolment;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.NodeFacts;
import io.gantry.api.node.Report;
import io.gantry.api.node.ReportBatch;
import io.gantry.api.node.ReportBatch.EndsTold;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.fleet.container.ContainerService;
import io.gantry.fleet.node.Enrolments;
import io.gantry.fleet.report.ReportIngestion;
import io.gantry.persistence.account.TenantEntity;
import io.gantry.persistence.account.TenantPolicy;
import io.gantry.persistence.account.TenantRepository;
import io.gantry.persistence.fence.Fence;
import io.gantry.persistence.fence.Scope;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Makes what a test needs besides what it is about. */
@Component
public class Fleet {
  private static final long GIBIBYTE = 1L << 30;
  private static final String KEY =
      """
      {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",\
      "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""";
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final TenantRepository tenants;
  private final Enrolments enrolments;
  private final ContainerService containers;
  private final ReportIngestion reports;
  private final Fence fence;
  private final Clock clock;

  Fleet(
      TenantRepository tenants,
      Enrolments enrolments,
      ContainerService containers,
      ReportIngestion reports,
      Fence fence,
      Clock clock) {
    this.tenants = tenants;
    this.enrolments = enrolments;
    this.containers = containers;
    this.reports = reports;
    this.fence = fence;
    this.clock = clock;
  }

  /** Somebody with all rights in a tenant of their own. */
  public Caller tenant() {
    return tenant(TenantPolicy.RESTRICTED);
  }

  public Caller tenant(TenantPolicy policy) {
    TenantId id = new TenantId("tenant-" + COUNTER.incrementAndGet());
    TenantEntity tenant = new TenantEntity(id, id.value(), policy, clock.instant());
    fence.run(new Scope.Tenant(id), () -> tenants.saveAndFlush(tenant));
    return Caller.system(id);
  }

  /** A ready node with 64 GiB that allows everything. */
  public Enrolled node() {
    return node(64 * GIBIBYTE);
  }

  public Enrolled node(long memoryBytes) {
    Enrolled node = enrol(memoryBytes);
    alive(node);
    return node;
  }

  /** A node that was never heard of. */
  public Enrolled silentNode() {
    return enrol(64 * GIBIBYTE);
  }

  private Enrolled enrol(long memoryBytes) {
    String token = enrolments.createToken(Caller.system(TenantId.DEFAULT)).token();
    return enrolments.enrol(
        new Enrolment(token, KEY, "node-" + COUNTER.incrementAndGet(), facts(memoryBytes)),
        Origin.INTERNAL);
  }

  /** An enrolment with this token that is fine otherwise. */
  public Enrolment enrolment(String token) {
    return new Enrolment(token, KEY, null, facts(GIBIBYTE));
  }

  private static NodeFacts facts(long memoryBytes) {
    return new NodeFacts(
        "host",
        "amd64",
        8,
        memoryBytes,
        GIBIBYTE,
        GIBIBYTE,
        "v2",
        Map.of("agent", "1"),
        Map.of("privileged", true, "hostPaths", true, "hostNamespaces", true),
        null);
  }

  /** Lets the node say that it lives. */
  public void alive(Enrolled node) {
    report(node, "epoch");
  }

  /** Lets the node report; returns the acknowledged sequence. */
  public long report(Enrolled node, String epoch, Report... batch) {
    return reports
        .accept(node.nodeId(), new ReportBatch(epoch, clock.instant(), null, List.of(batch), null))
        .sequence();
  }

  /** Lets the node report, and say that its ends are told up to an instant by what was reported. */
  public long report(Enrolled node, String epoch, EndsTold told, Report... batch) {
    return reports
        .accept(node.nodeId(), new ReportBatch(epoch, clock.instant(), null, List.of(batch), told))
        .sequence();
  }

  /** A container of the image {@code busybox} on the node, not started. */
  public ContainerResource container(Caller caller, Enrolled node) {
    return containers.create(
        caller, new CreateContainer(ContainerSpec.builder("busybox").build(), false, node.name()));
  }

  public ContainerResource started(Caller caller, Enrolled node) {
    return started(caller, node, Map.of());
  }

  public ContainerResource started(Caller caller, Enrolled node, Map<String, String> labels) {
    return containers.create(
        caller,
        new CreateContainer(
            ContainerSpec.builder("busybox").labels(labels).build(), true, node.name()));
  }

  /** Another report of the same container. */
  public static Reports reports(ContainerId container) {
    return new Reports(container);
  }
}
