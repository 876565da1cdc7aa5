package io.gantry.api.container;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container may do to its host. Whatever widens the default needs the tenant's policy and
 * the node's ceiling.
 *
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
