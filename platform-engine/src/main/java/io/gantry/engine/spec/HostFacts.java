package io.gantry.engine.spec;

import io.gantry.engine.selinux.Isolation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the host gives to every container: read once when the engine opens.
 *
 * @param architecture as images name it: {@code amd64}, {@code arm64}
 * @param capabilities the bounding set of this process
 * @param hardLimits name of a limit to its hard value here; what is missing is without limit
 * @param unifiedCgroups whether the host has cgroup v2 only
 * @param swapAccounting whether memory and swap can be limited together
 * @param seccompProfiles where the default profile and named ones are
 * @param initProgram the small init process, if the host has one
 * @param apparmorProfile the profile loaded for containers, if there is one
 * @param selinux whether its kernel has SELinux
 * @param isolation what the runtime keeps containers apart by
 */
public record HostFacts(
    String hostname,
    String architecture,
    Set<Capability> capabilities,
    Map<String, Long> hardLimits,
    boolean unifiedCgroups,
    boolean swapAccounting,
    SeccompProfiles seccompProfiles,
    @Nullable Path initProgram,
    @Nullable String apparmorProfile,
    boolean selinux,
    Isolation isolation) {
  public HostFacts {
    capabilities = Set.copyOf(capabilities);
    hardLimits = Map.copyOf(hardLimits);
  }

  /** The same host with this runtime's program. */
  public HostFacts withRuntime(Path program) {
    return new HostFacts(
        hostname,
        architecture,
        capabilities,
        hardLimits,
        unifiedCgroups,
        swapAccounting,
        seccompProfiles,
        initProgram,
        apparmorProfile,
        selinux,
        Isolation.of(program));
  }

  /** Looks at this host. */
  public static HostFacts detect() {
    return HostInspection.facts();
  }
}
