package io.gantry.fleet.node;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.NodeResource;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.paging.Cursor;
import io.gantry.persistence.node.NodeEntity;
import io.gantry.persistence.node.NodeRepository;
import io.gantry.persistence.node.NodeRows;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows nodes to operators and does what they want with them. */
@Service
public class NodeService {
  private final NodeRows rows;
  private final NodeRepository nodes;
  private final Presence presence;
  private final NodeRemoval removal;
  private final AuditService audit;

  NodeService(
      NodeRows rows,
      NodeRepository nodes,
      Presence presence,
      NodeRemoval removal,
      AuditService audit) {
    this.rows = rows;
    this.nodes = nodes;
    this.presence = presence;
    this.removal = removal;
    this.audit = audit;
  }

  /** By name. */
  @Requires(Permission.NODE_READ)
  @Transactional(readOnly = true)
  public Page<NodeResource> list(Caller caller, PageRequest page) {
    String after = Cursor.after(page, 1, List::getFirst);
    return Cursor.page(
        rows.list(after, page.limit() + 1, presence.reachableSince()),
        page,
        node -> List.of(node.name()));
  }

  /**
   * One node.
   *
   * @param reference name or id
   */
  @Requires(Permission.NODE_READ)
  @Transactional(readOnly = true)
  public NodeResource get(Caller caller, String reference) {
    return find(reference);
  }

  /** Gives the node nothing new; what it has stays. */
  @Requires(Permission.NODE_DRAIN)
  @Transactional
  public NodeResource drain(Caller caller, String reference, @Nullable Long expectedVersion) {
    return change(caller, reference, expectedVersion, NodeEntity::drain);
  }

  @Requires(Permission.NODE_DRAIN)
  @Transactional
  public NodeResource undrain(Caller caller, String reference, @Nullable Long expectedVersion) {
    return change(caller, reference, expectedVersion, NodeEntity::undrain);
  }

  /**
   * Forgets a node: its key is worth nothing from now on.
   *
   * @param force whether it may still have containers; they are forgotten with it, their exits are
   *     not
   * @throws GantryException STATE_INVALID if it has some and force was not given
   */
  @Requires(Permission.NODE_REMOVE)
  @Transactional
  public void remove(
      Caller caller, String reference, @Nullable Long expectedVersion, boolean force) {
    NodeEntity node = lock(reference, expectedVersion);
    removal.remove(node, force);
    audit.record(
        caller,
        AuditNote.of(Permission.NODE_REMOVE, "node " + node.getId()).saying("name " + node.name()));
  }

  private NodeResource change(
      Caller caller, String reference, @Nullable Long expectedVersion, Consumer<NodeEntity> verb) {
    NodeEntity node = lock(reference, expectedVersion);
    boolean before = node.isDraining();
    verb.accept(node);
    nodes.saveAndFlush(node);
    audit.record(
        caller,
        AuditNote.of(Permission.NODE_DRAIN, "node " + node.getId())
            .saying(state(node))
            .changing(AuditChanges.of("draining", before, node.isDraining())));
    return find(node.getId());
  }

  private static String state(NodeEntity node) {
    return node.isDraining() ? "drained" : "undrained";
  }

  private NodeResource find(String reference) {
    return rows.find(reference, presence.reachableSince()).orElseThrow(() -> missing(reference));
  }

  private NodeEntity lock(String reference, @Nullable Long expectedVersion) {
    NodeEntity node = nodes.lock(reference).orElseThrow(() -> missing(reference));
    if (expectedVersion != null && expectedVersion != node.version()) {
      throw GantryException.of(
              ErrorCode.PRECONDITION_FAILED,
              "node %s has version %d by now, not %d: read it again"
                  .formatted(node.name(), node.version(), expectedVersion))
          .about("node", node.getId())
          .in("version " + node.version());
    }
    return node;
  }

  private static GantryException missing(String reference) {
    return GantryException.of(ErrorCode.NO_SUCH_NODE, "there is no node '%s'".formatted(reference))
        .about("node", reference);
  }
}
