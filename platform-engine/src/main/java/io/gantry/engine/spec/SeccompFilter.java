package io.gantry.engine.spec;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a profile as files hold it into what the runtime takes: only the rules for one architecture
 * and one set of capabilities, without the conditions (OCISPEC-6).
 */
final class SeccompFilter {
  private static final Map<String, String> KERNEL_NAMES =
      Map.of(
          "amd64", "SCMP_ARCH_X86_64",
          "arm64", "SCMP_ARCH_AARCH64",
          "ppc64le", "SCMP_ARCH_PPC64LE",
          "riscv64", "SCMP_ARCH_RISCV64",
          "s390x", "SCMP_ARCH_S390X");

  private final String architecture;
  private final Set<String> capabilities;

  SeccompFilter(String architecture, Set<Capability> bounding) {
    this.architecture = architecture;
    this.capabilities =
        bounding.stream().map(Capability::ociName).collect(Collectors.toUnmodifiableSet());
  }

  ObjectNode apply(JsonNode profile) {
    ObjectNode filter = JsonMapper.shared().createObjectNode();
    filter.set("defaultAction", profile.path("defaultAction"));
    if (profile.hasNonNull("defaultErrnoRet")) {
      filter.set("defaultErrnoRet", profile.path("defaultErrnoRet"));
    }
    architectures(profile, filter.putArray("architectures"));
    if (profile.path("flags").isArray()) {
      filter.set("flags", profile.path("flags"));
    }
    ArrayNode rules = filter.putArray("syscalls");
    for (JsonNode rule : profile.path("syscalls")) {
      if (applies(rule)) {
        rules.add(withoutConditions(rule));
      }
    }
    return filter;
  }

  private void architectures(JsonNode profile, ArrayNode architectures) {
    String own = KERNEL_NAMES.getOrDefault(architecture, "SCMP_ARCH_NATIVE");
    architectures.add(own);
    for (JsonNode entry : profile.path("archMap")) {
      if (entry.path("architecture").asString().equals(own)) {
        entry.path("subArchitectures").forEach(architectures::add);
      }
    }
  }

  private boolean applies(JsonNode rule) {
    JsonNode includes = rule.path("includes");
    JsonNode excludes = rule.path("excludes");
    return !contains(excludes.path("arches"), architecture)
        && !anyHeld(excludes.path("caps"))
        && (includes.path("arches").isEmpty() || contains(includes.path("arches"), architecture))
        && allHeld(includes.path("caps"));
  }

  private boolean anyHeld(JsonNode names) {
    for (JsonNode name : names) {
      if (capabilities.contains(name.asString())) {
        return true;
      }
    }
    return false;
  }

  private boolean allHeld(JsonNode names) {
    for (JsonNode name : names) {
      if (!capabilities.contains(name.asString())) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(JsonNode names, String wanted) {
    for (JsonNode name : names) {
      if (name.asString().equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static ObjectNode withoutConditions(JsonNode rule) {
    ObjectNode plain = JsonMapper.shared().createObjectNode();
    plain.set("names", names(rule));
    plain.set("action", rule.path("action"));
    if (rule.hasNonNull("errnoRet")) {
      plain.set("errnoRet", rule.path("errnoRet"));
    }
    if (!rule.path("args").isEmpty()) {
      plain.set("args", rule.path("args"));
    }
    return plain;
  }

  private static JsonNode names(JsonNode rule) {
    return rule.path("names").isArray()
        ? rule.path("names")
        : JsonMapper.shared().createArrayNode().add(rule.path("name"));
  }
}
