package io.gantry.engine.feature;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads the list of features the OCI runtime specification defines. What it leaves out is unknown
 * and counts as there, but for idmapped mounts, which came later than the list.
 */
final class ListedFeatures {
  private static final Map<RuntimeFeature, String> NAMESPACES =
      new EnumMap<>(
          Map.of(
              RuntimeFeature.MOUNT_NAMESPACES, "mount",
              RuntimeFeature.UTS_NAMESPACES, "uts",
              RuntimeFeature.PID_NAMESPACES, "pid",
              RuntimeFeature.IPC_NAMESPACES, "ipc",
              RuntimeFeature.NETWORK_NAMESPACES, "network",
              RuntimeFeature.USER_NAMESPACES, "user",
              RuntimeFeature.CGROUP_NAMESPACES, "cgroup"));
  private static final Map<RuntimeFeature, String> SWITCHES =
      new EnumMap<>(
          Map.of(
              RuntimeFeature.SECCOMP, "/linux/seccomp/enabled",
              RuntimeFeature.CGROUP_V1, "/linux/cgroup/v1",
              RuntimeFeature.CGROUP_V2, "/linux/cgroup/v2",
              RuntimeFeature.APPARMOR, "/linux/apparmor/enabled",
              RuntimeFeature.SELINUX, "/linux/selinux/enabled"));
  private static final String CHECKPOINT = "org.opencontainers.runc.checkpoint.enabled";

  private ListedFeatures() {}

  static Set<RuntimeFeature> of(JsonNode list) {
    Set<RuntimeFeature> features = EnumSet.noneOf(RuntimeFeature.class);
    JsonNode kinds = list.at("/linux/namespaces");
    NAMESPACES.forEach(
        (feature, kind) -> {
          if (!kinds.isArray() || kinds.valueStream().anyMatch(k -> kind.equals(k.asString("")))) {
            features.add(feature);
          }
        });
    SWITCHES.forEach(
        (feature, place) -> {
          if (list.at(place).asBoolean(true)) {
            features.add(feature);
          }
        });
    if (list.path("annotations").path(CHECKPOINT).asString("true").equals("true")) {
      features.add(RuntimeFeature.CHECKPOINT);
    }
    if (list.at("/linux/mountExtensions/idmap/enabled").asBoolean(false)) {
      features.add(RuntimeFeature.IDMAPPED_MOUNTS);
    }
    return features;
  }
}
