package io.gantry.fleet.container;

import io.gantry.api.container.ContainerId;
import io.gantry.api.resource.ContainerFilter;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.resource.PlacementResource;
import io.gantry.fleet.node.Presence;
import io.gantry.fleet.paging.Cursor;
import io.gantry.fleet.quota.Quotas;
import io.gantry.persistence.container.ContainerRows;
import io.gantry.persistence.container.ContainerRows.Row;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes and shows containers. */
@Service
public class ContainerService {
  private final ContainerLookup lookup;
  private final ContainerRows rows;
  private final Presence presence;
  private final Creation creation;
  private final Quotas quotas;

  ContainerService(
      ContainerLookup lookup,
      ContainerRows rows,
      Presence presence,
      Creation creation,
      Quotas quotas) {
    this.lookup = lookup;
    this.rows = rows;
    this.presence = presence;
    this.creation = creation;
    this.quotas = quotas;
  }

  /**
   * Admits, places and stores a container; its node is told when the transaction ends.
   *
   * @throws io.gantry.api.error.GantryException NAME_DUPLICATE; POLICY_DENIED and QUOTA_EXCEEDED
   *     with the fields; NO_SUCH_NODE, NO_PLACEMENT or PORT_IN_USE if no node can take it
   */
  @Requires(Permission.CONTAINER_CREATE)
  @Transactional
  public ContainerResource create(Caller caller, CreateContainer wish) {
    ContainerId id = quotas.keeping(caller.tenant(), () -> creation.create(caller, wish));
    return lookup.row(caller.tenant(), id).container();
  }

  /**
   * Says for each node whether it could take the container now, and why not; nothing is stored.
   *
   * @throws io.gantry.api.error.GantryException as {@link #create}, where it has nothing to do with
   *     the nodes there are
   */
  @Requires(Permission.CONTAINER_CREATE)
  @Transactional(readOnly = true)
  public PlacementResource explainPlacement(Caller caller, CreateContainer wish) {
    return creation.explain(caller, wish);
  }

  /** The newest first. */
  @Requires(Permission.CONTAINER_READ)
  @Transactional(readOnly = true)
  public Page<ContainerResource> list(Caller caller, ContainerFilter filter, PageRequest page) {
    List<Row> found =
        rows.list(
            caller.tenant(),
            filter,
            Cursor.afterNumber(page),
            page.limit() + 1,
            presence.reachableSince());
    return Cursor.page(found, page, row -> List.of(row.number())).map(Row::container);
  }

  /**
   * One container.
   *
   * @param reference id, name or unique prefix of an id
   */
  @Requires(Permission.CONTAINER_READ)
  @Transactional(readOnly = true)
  public ContainerResource get(Caller caller, String reference) {
    return lookup.row(caller.tenant(), reference).container();
  }

  /** Where one container is, for who has shown the permission for what they want there. */
  @Transactional(readOnly = true)
  public ContainerLocation locate(Caller caller, String reference) {
    Row row = lookup.row(caller.tenant(), reference);
    return new ContainerLocation(
        row.container().id(),
        caller.tenant(),
        row.nodeId(),
        row.container().status().nodeReachable());
  }
}
