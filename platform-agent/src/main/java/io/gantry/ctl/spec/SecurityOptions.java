package io.gantry.ctl.spec;

import io.gantry.api.container.SecuritySpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a container may do to its host; whatever widens the default needs the tenant's policy. */
final class SecurityOptions {
  @Option(names = "--privileged", description = "Almost all rights of the node.")
  private boolean privileged;

  @Option(names = "--cap-add", paramLabel = "CAPABILITY", description = "Capability more.")
  private List<String> addCapabilities = new ArrayList<>();

  @Option(names = "--cap-drop", paramLabel = "CAPABILITY", description = "Capability less; ALL.")
  private List<String> dropCapabilities = new ArrayList<>();

  @Option(names = "--read-only", description = "Root file system that cannot be written.")
  private boolean readOnlyRoot;

  @Option(names = "--no-new-privileges", description = "No program gains rights by setuid.")
  private boolean noNewPrivileges;

  @Option(names = "--seccomp", paramLabel = "PROFILE", description = "Profile, or unconfined.")
  private @Nullable String seccomp;

  @Option(names = "--mask", paramLabel = "PATH", description = "Path that is hidden.")
  private List<String> maskPaths = new ArrayList<>();

  @Option(names = "--unmask", paramLabel = "PATH", description = "Path that is not hidden.")
  private List<String> unmaskPaths = new ArrayList<>();

  @Option(names = "--sysctl", paramLabel = "NAME=value", description = "Kernel setting inside.")
  private List<String> sysctls = new ArrayList<>();

  SecuritySpec security(NamespaceOptions namespaces) {
    return new SecuritySpec(
        privileged,
        addCapabilities,
        dropCapabilities,
        readOnlyRoot,
        noNewPrivileges,
        seccomp,
        maskPaths,
        unmaskPaths,
        Pairs.parse("--sysctl", sysctls),
        namespaces.hostPid(),
        namespaces.hostIpc());
  }
}
