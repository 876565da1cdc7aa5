package io.gantry.agent.reconcile;

import io.gantry.agent.client.AgentJson;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * What the node's owner allows, whatever the control plane says. Kept in {@code ceiling.json};
 * without the file nothing is allowed.
 *
 * @param privileged privileged mode, capabilities beyond the usual ones, unconfined seccomp,
 *     unmasked paths, user ids of the node's choice
 * @param hostPaths mounts of host paths, and roots that are one
 * @param hostNamespaces the host's network, process and IPC namespaces
 */
public record Ceiling(boolean privileged, boolean hostPaths, boolean hostNamespaces) {
  /** Nothing that reaches the host. */
  public static final Ceiling CLOSED = new Ceiling(false, false, false);

  private static final String FILE = "ceiling.json";

  /** Capabilities many runtimes give by default: adding one reaches nothing of the host. */
  private static final Set<String> USUAL =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "NET_RAW",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  /** Reads the ceiling from the home directory. A file that cannot be read allows nothing. */
  public static Ceiling load(Path home) throws IOException {
    Path file = home.resolve(FILE);
    if (!Files.exists(file)) {
      return CLOSED;
    }
    try {
      return AgentJson.MAPPER.readValue(Files.readAllBytes(file), Ceiling.class);
    } catch (JacksonException e) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          file
              + " is not valid: write {\"privileged\":false,\"hostPaths\":false,"
              + "\"hostNamespaces\":false} with what you allow set to true",
          e);
    }
  }

  /** The flags by name, for the node's facts. */
  public Map<String, Boolean> flags() {
    return Map.of(
        "privileged", privileged, "hostPaths", hostPaths, "hostNamespaces", hostNamespaces);
  }

  /** The fields of the spec that are beyond this ceiling; empty if it may run here. */
  List<String> denied(ContainerSpec spec) {
    List<String> denied = new ArrayList<>();
    if (!privileged) {
      addPrivileges(spec.security(), denied);
      addUsers(spec.namespaces().users(), denied);
    }
    if (!hostPaths) {
      addPaths(spec, denied);
    }
    if (!hostNamespaces) {
      addNamespaces(spec, denied);
    }
    return denied;
  }

  private static void addPrivileges(SecuritySpec security, List<String> denied) {
    if (security.privileged()) {
      denied.add("security.privileged");
    }
    if (!USUAL.containsAll(security.addCapabilities().stream().map(Ceiling::bare).toList())) {
      denied.add("security.addCapabilities");
    }
    if ("unconfined".equals(security.seccomp())) {
      denied.add("security.seccomp unconfined");
    }
    if (!security.unmaskPaths().isEmpty()) {
      denied.add("security.unmaskPaths");
    }
  }

  private static void addUsers(UserNamespaceSpec users, List<String> denied) {
    if (users.mode() == UserNamespaceSpec.Mode.MAPPED) {
      denied.add("namespaces.users MAPPED");
    }
  }

  private static String bare(String capability) {
    return capability.startsWith("CAP_") ? capability.substring(4) : capability;
  }

  private static void addPaths(ContainerSpec spec, List<String> denied) {
    if (spec.mounts().stream().anyMatch(MountSpec::namesHostPath)) {
      denied.add("mounts of host paths");
    }
    if (spec.root().external()) {
      denied.add("root.path");
    }
  }

  private static void addNamespaces(ContainerSpec spec, List<String> denied) {
    if (spec.network().mode() == NetworkSpec.Mode.HOST) {
      denied.add("network.mode HOST");
    }
    if (spec.security().hostPid()) {
      denied.add("security.hostPid");
    }
    if (spec.security().hostIpc()) {
      denied.add("security.hostIpc");
    }
  }
}
