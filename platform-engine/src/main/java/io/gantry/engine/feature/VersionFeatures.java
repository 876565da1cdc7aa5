package io.gantry.engine.feature;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a runtime that lists no features can, by what it says with its version: crun names what it
 * was built with, as {@code +SECCOMP}, and runc the library of its filters.
 */
final class VersionFeatures {
  private static final Map<String, RuntimeFeature> OF_CRUN =
      Map.of(
          "+SECCOMP", RuntimeFeature.SECCOMP,
          "+EBPF", RuntimeFeature.CGROUP_V2,
          "+CRIU", RuntimeFeature.CHECKPOINT,
          "+APPARMOR", RuntimeFeature.APPARMOR,
          "+SELINUX", RuntimeFeature.SELINUX);

  private VersionFeatures() {}

  static Set<RuntimeFeature> of(String answer) {
    Set<RuntimeFeature> features = EnumSet.allOf(RuntimeFeature.class);
    features.remove(RuntimeFeature.IDMAPPED_MOUNTS);
    if (answer.startsWith("crun")) {
      OF_CRUN.forEach(
          (word, feature) -> {
            if (!answer.contains(word)) {
              features.remove(feature);
            }
          });
    } else if (answer.startsWith("runc") && !answer.contains("libseccomp")) {
      features.remove(RuntimeFeature.SECCOMP);
    }
    return features;
  }
}
