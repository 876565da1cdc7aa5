package io.gantry.api.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container shares with other containers of its tenant on the same node, each given by name
 * or id. Whose namespace is joined must run first, and cannot be removed before who joined it. The
 * network is joined by {@link NetworkSpec#container()}.
 *
 * @param pid whose processes it sees
 * @param ipc whose shared memory it uses; that container's {@code ipcMode} is {@code SHAREABLE}
 * @param uts whose host name it has
 * @param ipcMode what becomes of its own shared memory
 * @param users what its user ids are on the node
 * @param requires further containers that must run before it
 */
public record NamespaceSpec(
    @Nullable String pid,
    @Nullable String ipc,
    @Nullable String uts,
    IpcMode ipcMode,
    UserNamespaceSpec users,
    List<String> requires) {
  public static final NamespaceSpec OWN = new NamespaceSpec(null, null, null, null, null, null);

  /** Who may use a container's shared memory. */
  public enum IpcMode {
    /** Nobody else. */
    PRIVATE,
    /** Containers that join it. */
    SHAREABLE,
    /** Nobody: there is no {@code /dev/shm}. */
    NONE
  }

  public NamespaceSpec(
      @Nullable String pid,
      @Nullable String ipc,
      @Nullable String uts,
      @Nullable IpcMode ipcMode,
      @Nullable UserNamespaceSpec users,
      @Nullable List<String> requires) {
    this.pid = pid;
    this.ipc = ipc;
    this.uts = uts;
    this.ipcMode = ipcMode == null ? IpcMode.PRIVATE : ipcMode;
    this.users = users == null ? UserNamespaceSpec.HOST : users;
    this.requires = Copies.of(requires);
  }
}
