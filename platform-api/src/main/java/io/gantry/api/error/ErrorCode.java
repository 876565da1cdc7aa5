package io.gantry.api.error;

/** Every failure Gantry can name. The constants are stable: clients may switch over them. */
public enum ErrorCode {
  /** A value in the request is missing, malformed or out of range. */
  INVALID_ARGUMENT(Kind.USER, false),
  /** No valid session, token or node credential came with the request. */
  UNAUTHENTICATED(Kind.USER, false),
  /** The caller is known and may not do this. */
  FORBIDDEN(Kind.USER, false),
  /** The tenant's policy or the node's ceiling forbids a field of the request. */
  POLICY_DENIED(Kind.USER, false),

  /** The tenant has as much as it may have. */
  QUOTA_EXCEEDED(Kind.USER, false),
  NO_SUCH_CONTAINER(Kind.USER, false),
  NO_SUCH_IMAGE(Kind.USER, false),
  NO_SUCH_VOLUME(Kind.USER, false),
  NO_SUCH_NETWORK(Kind.USER, false),
  NO_SUCH_NODE(Kind.USER, false),
  NO_SUCH_POD(Kind.USER, false),
  NO_SUCH_EXEC(Kind.USER, false),
  /**
   * An object of another kind (a tenant, user, token, route) does not exist or is not the caller's.
   */
  NOT_FOUND(Kind.USER, false),
  /** The operation is not allowed in the state the object is in. */
  STATE_INVALID(Kind.USER, false),
  EXEC_STATE_INVALID(Kind.USER, false),
  /** The object was removed while the operation ran. */
  REMOVED(Kind.USER, false),
  /** The container is already stopped; most callers treat this as success. */
  CONTAINER_STOPPED(Kind.USER, false),
  CONTAINER_EXISTS(Kind.USER, false),
  NAME_DUPLICATE(Kind.USER, false),
  /** Others need this one: containers, or who holds a role. */
  DEPENDENCY_EXISTS(Kind.USER, false),
  VOLUME_IN_USE(Kind.USER, false),
  VOLUME_REMOVED(Kind.USER, false),
  IMAGE_IN_USE(Kind.USER, false),
  /** An archive, manifest or configuration of an image is malformed or hostile. */
  IMAGE_INVALID(Kind.USER, false),
  /** Content does not have the digest it was announced with. */
  DIGEST_MISMATCH(Kind.USER, true),
  /** A registry refused or did not answer. */
  REGISTRY(Kind.EXTERNAL, true),
  /** A published port is taken on the node. */
  PORT_IN_USE(Kind.USER, true),
  /** Another container of the network has the address that was asked for. */
  ADDRESS_IN_USE(Kind.USER, true),
  NETWORK(Kind.INTERNAL, true),
  /** Containers are attached to the network. */
  NETWORK_IN_USE(Kind.USER, false),
  /** The state of the object changed under the request: read again and decide anew. */
  CONFLICT(Kind.USER, true),
  /** If-Match names a version that is no longer the current one. */
  PRECONDITION_FAILED(Kind.USER, false),
  /** A change came without If-Match. */
  PRECONDITION_REQUIRED(Kind.USER, false),
  /** An idempotency key was used before with another request. */
  IDEMPOTENCY_MISMATCH(Kind.USER, false),
  /** A watch asks to resume from a version that is no longer kept: list and watch anew. */
  RESOURCE_VERSION_TOO_OLD(Kind.USER, false),
  PAYLOAD_TOO_LARGE(Kind.USER, false),
  RATE_LIMITED(Kind.USER, true),
  UNSUPPORTED(Kind.USER, false),
  /** No node fulfils what the container asks for. */
  NO_PLACEMENT(Kind.RESOURCES, true),
  /** The node does not answer now. */
  NODE_UNAVAILABLE(Kind.RESOURCES, true),
  /** The control plane's database does not answer now. */
  DATABASE_UNAVAILABLE(Kind.RESOURCES, true),
  /** Something took longer than its limit. */
  TIMEOUT(Kind.INTERNAL, true),
  /** The node's disk is full. */
  NO_SPACE(Kind.RESOURCES, true),
  /** The OCI runtime failed. */
  RUNTIME(Kind.INTERNAL, false),
  /** The container's command does not exist: exit code 127. */
  RUNTIME_NOT_FOUND(Kind.USER, false),
  /** The container's command may not be run: exit code 126. */
  RUNTIME_PERMISSION(Kind.USER, false),
  /** The container's monitor is gone. */
  MONITOR_DEAD(Kind.INTERNAL, false),
  /** No exit code is known for the container. */
  NO_EXIT_CODE(Kind.INTERNAL, false),
  /** The log driver keeps no logs that could be read. */
  NO_LOGS(Kind.USER, false),
  /** The client left the session by the detach keys. */
  DETACHED(Kind.USER, false),
  NO_CGROUPS(Kind.USER, false),
  POD_PARTIAL(Kind.INTERNAL, true),
  /** Two objects share one lock; the operation would wait for itself. */
  WILL_DEADLOCK(Kind.INTERNAL, false),
  /** Storage does not know the container. */
  STORAGE_UNKNOWN(Kind.INTERNAL, false),
  STORAGE(Kind.INTERNAL, false),
  NOT_MOUNTED(Kind.USER, false),
  /** A defect of Gantry or its host; the message and the log say where. */
  INTERNAL(Kind.INTERNAL, false);

  /** Whose doing a failure is. */
  public enum Kind {
    /** The caller's: the same request fails again until it, or the object's state, is another. */
    USER,
    /** Gantry's or its host's: a defect. */
    INTERNAL,
    /** Nobody's: there is not enough of something. */
    RESOURCES,
    /** That of a program or server Gantry asked. */
    EXTERNAL
  }

  private final Kind kind;
  private final boolean retryable;

  ErrorCode(Kind kind, boolean retryable) {
    this.kind = kind;
    this.retryable = retryable;
  }

  /** Whose doing it is. */
  public Kind kind() {
    return kind;
  }

  /** Whether the same request can succeed later without being changed. */
  public boolean retryable() {
    return retryable;
  }
}
