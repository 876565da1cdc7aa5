package io.gantry.api.container;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container may do to its host. Whatever widens the default needs the tenant's policy and
 * the node's ceiling.
 *
 * @param privileged every capability and device, nothing masked, no seccomp profile
 * @param addCapabilities further ones, as {@code NET_ADMIN}; {@code ALL} is every one of the host
 * @param dropCapabilities of the default ones; {@code ALL} leaves those that are added
 * @param noNewPrivileges whether no program gains rights by set-uid bits or file capabilities
 * @param maskPaths absolute paths that are hidden besides the default ones
 * @param unmaskPaths patterns of default ones that are neither hidden nor read-only; {@code ALL}
 *     for each
 * @param sysctls name as {@code net.core.somaxconn} to its value, of the container's namespaces
 *     only
 * @param hostPid whether it sees, and can signal, the host's processes
 * @param hostIpc whether it shares the host's shared memory and message queues
 * @param seccomp a profile's name on the node, {@code unconfined}, or absent for the default
 */
public record SecuritySpec(
    boolean privileged,
    List<String> addCapabilities,
    List<String> dropCapabilities,
    boolean readOnlyRoot,
    boolean noNewPrivileges,
    @Nullable String seccomp,
    List<String> maskPaths,
    List<String> unmaskPaths,
    Map<String, String> sysctls,
    boolean hostPid,
    boolean hostIpc) {
  public static final SecuritySpec DEFAULT =
      new SecuritySpec(false, null, null, false, false, null, null, null, null, false, false);

  public SecuritySpec(
      boolean privileged,
      @Nullable List<String> addCapabilities,
      @Nullable List<String> dropCapabilities,
      boolean readOnlyRoot,
      boolean noNewPrivileges,
      @Nullable String seccomp,
      @Nullable List<String> maskPaths,
      @Nullable List<String> unmaskPaths,
      @Nullable Map<String, String> sysctls,
      boolean hostPid,
      boolean hostIpc) {
    this.privileged = privileged;
    this.addCapabilities = Copies.of(addCapabilities);
    this.dropCapabilities = Copies.of(dropCapabilities);
    this.readOnlyRoot = readOnlyRoot;
    this.noNewPrivileges = noNewPrivileges;
    this.seccomp = seccomp;
    this.maskPaths = Copies.of(maskPaths);
    this.unmaskPaths = Copies.of(unmaskPaths);
    this.sysctls = Copies.of(sysctls);
    this.hostPid = hostPid;
    this.hostIpc = hostIpc;
  }
}
