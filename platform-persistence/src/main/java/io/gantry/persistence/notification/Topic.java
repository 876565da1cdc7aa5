package io.gantry.persistence.notification;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;

/** What may have changed. */
public record Topic(Kind kind, String key) {
  /** The sort of thing a topic is about. */
  public enum Kind {
    /** Assignments of a node, or streams it is to dial. */
    NODE,
    /** Events of a tenant. */
    EVENTS,
    /** What a container is. */
    CONTAINER,
    /** Which workloads have to be looked at. */
    RECONCILES
  }

  public static Topic node(String nodeId) {
    return new Topic(Kind.NODE, nodeId);
  }

  public static Topic events(TenantId tenant) {
    return new Topic(Kind.EVENTS, tenant.value());
  }

  public static Topic reconciles() {
    return new Topic(Kind.RECONCILES, "all");
  }

  /** By its short id; two that share it are woken for each other, which does no harm. */
  public static Topic container(ContainerId container) {
    return new Topic(Kind.CONTAINER, container.shortId());
  }
}
