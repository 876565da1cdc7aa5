package io.gantry.fleet.volume;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.CreateVolume;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.resource.VolumeResource;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.node.NodeChoice;
import io.gantry.fleet.node.NodeChoice.Chosen;
import io.gantry.fleet.paging.Cursor;
import io.gantry.fleet.quota.Quotas;
import io.gantry.persistence.container.VolumeRows;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Named volumes. Each lies on one node, which makes it when a container first mounts it; containers
 * that mount it run there.
 */
@Service
public class VolumeService {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

  private final VolumeRows rows;
  private final NodeChoice nodes;
  private final AuditService audit;
  private final Quotas quotas;
  private final Clock clock;

  VolumeService(VolumeRows rows, NodeChoice nodes, AuditService audit, Quotas quotas, Clock clock) {
    this.rows = rows;
    this.nodes = nodes;
    this.audit = audit;
    this.quotas = quotas;
    this.clock = clock;
  }

  /**
   * Promises the name to a node.
   *
   * @throws GantryException NAME_DUPLICATE; QUOTA_EXCEEDED; NO_SUCH_NODE or NO_PLACEMENT
   */
  @Requires(Permission.VOLUME_CREATE)
  @Transactional
  public VolumeResource create(Caller caller, CreateVolume wish) {
    return quotas.keeping(caller.tenant(), () -> add(caller, wish));
  }

  private VolumeResource add(Caller caller, CreateVolume wish) {
    TenantId tenant = caller.tenant();
    if (!NAME.matcher(wish.name()).matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "a volume's name begins with a letter or digit and has letters, digits, '_', '.' or '-'");
    }
    Map<String, String> labels = wish.labels() == null ? Map.of() : wish.labels();
    Chosen node = nodes.choose(tenant, wish.node(), null);
    VolumeResource volume =
        new VolumeResource(
            tenant, wish.name(), node.name(), labels, clock.instant(), caller.name(), 0);
    if (!rows.add(node.nodeId(), volume)) {
      throw GantryException.of(
              ErrorCode.NAME_DUPLICATE,
              "tenant %s has a volume '%s' already".formatted(tenant, wish.name()))
          .about("volume", wish.name());
    }
    audit.record(
        caller,
        AuditNote.of(Permission.VOLUME_CREATE, "volume " + wish.name())
            .changing(AuditChanges.between(null, Map.of("labels", labels, "node", node.name()))));
    return find(tenant, wish.name());
  }

  /** By name. */
  @Requires(Permission.VOLUME_READ)
  @Transactional(readOnly = true)
  public Page<VolumeResource> list(Caller caller, PageRequest page) {
    String after = Cursor.after(page, 1, List::getFirst);
    return Cursor.page(
        rows.list(caller.tenant(), after, page.limit() + 1),
        page,
        volume -> List.of(volume.name()));
  }

  @Requires(Permission.VOLUME_READ)
  @Transactional(readOnly = true)
  public VolumeResource get(Caller caller, String name) {
    return find(caller.tenant(), name);
  }

  /**
   * Forgets a volume; its node deletes what is in it.
   *
   * @throws GantryException VOLUME_IN_USE if a container mounts it
   */
  @Requires(Permission.VOLUME_REMOVE)
  @Transactional
  public void remove(Caller caller, String name) {
    VolumeResource volume = find(caller.tenant(), name);
    if (!rows.deleteUnused(caller.tenant(), name)) {
      throw GantryException.of(
              ErrorCode.VOLUME_IN_USE,
              "%d containers mount volume '%s': remove them before"
                  .formatted(volume.containers(), name))
          .about("volume", name);
    }
    audit.record(
        caller,
        AuditNote.of(Permission.VOLUME_REMOVE, "volume " + name)
            .changing(
                AuditChanges.between(
                    Map.of("labels", volume.labels(), "node", volume.node()), null)));
  }

  private VolumeResource find(TenantId tenant, String name) {
    return rows.find(tenant, name)
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.NO_SUCH_VOLUME, "there is no volume '%s'".formatted(name))
                    .about("volume", name));
  }
}
