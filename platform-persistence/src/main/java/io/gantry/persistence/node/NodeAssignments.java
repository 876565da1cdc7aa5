package io.gantry.persistence.node;

import io.gantry.api.container.ContainerId;
import io.gantry.persistence.jdbc.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The versions a node's watch resumes from, and how full the node is. Whoever changes a node's
 * assignments first takes the next version; its row stays locked until the transaction ends, so
 * versions become visible in their order.
 */
@Repository
@Transactional
public class NodeAssignments {
  private final JdbcClient jdbc;

  NodeAssignments(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The versions that are known.
   *
   * @param current of the newest change
   * @param forgotten the newest one whose change can no longer be told by itself
   */
  public record Versions(long current, long forgotten) {}

  /** A container the node no longer has, and when in its watch. */
  public record Gone(ContainerId container, long version) {}

  /** Keeps every other change of the node's assignments waiting until the transaction ends. */
  public void lock(String nodeId) {
    jdbc.sql("select 1 from node_assignments where node_id = :node for update")
        .param("node", nodeId)
        .query(Integer.class)
        .single();
  }

  /** The version of a change that is being made; locks. */
  public long next(String nodeId) {
    return next(nodeId, 0, 0);
  }

  /** The version of a change that also fills or empties the node; locks. */
  public long next(String nodeId, int containers, long memoryBytes) {
    return jdbc.sql(
            """
            update node_assignments set resource_version = resource_version + 1,
              containers = containers + :containers, memory_bytes = memory_bytes + :memory
            where node_id = :node returning resource_version
            """)
        .param("node", nodeId)
        .param("containers", containers)
        .param("memory", memoryBytes)
        .query(Long.class)
        .single();
  }

  /** The versions that are known; empty if there is no such node. */
  public Optional<Versions> versions(String nodeId) {
    return jdbc.sql(
            """
            select resource_version, forgotten_version from node_assignments where node_id = :node
            """)
        .param("node", nodeId)
        .query((row, number) -> new Versions(row.getLong(1), row.getLong(2)))
        .optional();
  }

  /** Makes this the node's one watch; what an older one asks for is refused from then on. */
  public void claimWatch(String nodeId, String watch) {
    jdbc.sql("update node_assignments set watch = :watch where node_id = :node")
        .param("watch", watch)
        .param("node", nodeId)
        .update();
  }

  /** Whether no newer watch of the node began, on any replica. */
  public boolean isWatch(String nodeId, String watch) {
    return jdbc.sql(
            "select exists (select 1 from node_assignments where node_id = :node and watch = :watch)")
        .param("node", nodeId)
        .param("watch", watch)
        .query(Boolean.class)
        .single();
  }

  /** Whether anything of a user lies on the node. */
  public boolean holdsAnything(String nodeId) {
    return jdbc.sql(
            """
            select exists (select 1 from containers where node_id = :node)
              or exists (select 1 from volumes where node_id = :node)
            """)
        .param("node", nodeId)
        .query(Boolean.class)
        .single();
  }

  /** Keeps every change of the node's containers waiting until the transaction ends. */
  public void lockContainers(String nodeId) {
    jdbc.sql("select id from containers where node_id = :node order by id for update")
        .param("node", nodeId)
        .query(String.class)
        .list();
  }

  /** Deletes all that lies on the node; returns the containers it had. */
  public List<ContainerId> clear(String nodeId) {
    List<ContainerId> containers =
        jdbc.sql("delete from containers where node_id = :node returning id")
            .param("node", nodeId)
            .query((row, number) -> new ContainerId(row.getString(1)))
            .list();
    jdbc.sql("delete from volumes where node_id = :node").param("node", nodeId).update();
    return containers;
  }

  /**
   * Deletes containers the node no longer has and leaves the marks its watch needs. The containers
   * are locked before the node's versions, as everywhere.
   */
  public void gone(String nodeId, Collection<ContainerId> containers, Instant at) {
    List<Deleted> deleted =
        jdbc.sql("delete from containers where id = any (:ids) returning id, memory_bytes")
            .param("ids", containers.stream().map(ContainerId::value).toArray(String[]::new))
            .query((row, number) -> new Deleted(row.getString(1), row.getLong(2)))
            .list();
    for (Deleted container : deleted) {
      jdbc.sql(
              """
              insert into assignment_tombstones (node_id, resource_version, container_id, removed_at)
              values (:node, :version, :container, :at)
              """)
          .param("node", nodeId)
          .param("version", next(nodeId, -1, -container.memoryBytes()))
          .param("container", container.id())
          .param("at", Columns.parameter(at))
          .update();
    }
  }

  private record Deleted(String id, long memoryBytes) {}

  public List<Gone> goneSince(String nodeId, long after) {
    return jdbc.sql(
            """
            select container_id, resource_version from assignment_tombstones
            where node_id = :node and resource_version > :after order by resource_version
            """)
        .param("node", nodeId)
        .param("after", after)
        .query((row, number) -> new Gone(new ContainerId(row.getString(1)), row.getLong(2)))
        .list();
  }

  /** Forgets marks from before the instant; a watch that was away for longer lists anew. */
  public int forget(Instant before) {
    jdbc.sql(
            """
            update node_assignments a set forgotten_version = f.version
            from (select node_id, max(resource_version) as version from assignment_tombstones
              where removed_at < :before group by node_id) f
            where f.node_id = a.node_id
            """)
        .param("before", Columns.parameter(before))
        .update();
    return jdbc.sql(
            """
            delete from assignment_tombstones t using node_assignments a
            where a.node_id = t.node_id and t.resource_version <= a.forgotten_version
            """)
        .update();
  }
}
