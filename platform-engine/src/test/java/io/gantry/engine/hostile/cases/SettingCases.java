package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.done;
import static io.gantry.engine.hostile.Expected.refusedOrUnsayable;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.spec.SpecRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Kernel settings, variables and words that hold more than one. */
final class SettingCases {
  private static final List<String> SYSCTLS =
      List.of(
          "kernel.core_pattern",
          "vm.overcommit_memory",
          "kernel.msgmax/../core_pattern",
          "net/../kernel/core_pattern",
          "net.ipv4.ip_forward\n",
          "net..ipv4",
          "net.ipv4.ip_forward=1 kernel.core_pattern",
          "fs.mqueue./../../kernel/core_pattern",
          "/proc/sys/kernel/core_pattern",
          "");
  private static final List<String> VALUES = List.of("1\nkernel.core_pattern=x", "1\0", "\u0007");

  private SettingCases() {}

  static Area area() {
    List<Case> cases = new ArrayList<>();
    SYSCTLS.forEach(name -> cases.add(refused("sysctl " + name, sysctl(name, "1"))));
    VALUES.forEach(value -> cases.add(refused("sysctl value " + value, sysctl("net.a.b", value))));
    for (String name : List.of("", "=", "A=B", "A\0B")) {
      cases.add(refused("variable " + name, aContainer().environment(Map.of(name, "x"))));
    }
    cases.add(refused("variable value a\0b", aContainer().environment(Map.of("A", "a\0b"))));
    cases.add(environment("a value of two lines", Map.of("A", "1\nB=2"), null, "A=1\nB=2"));
    for (String line : List.of("HOME", "PATH", "=x", "A\0B=c", "")) {
      cases.add(environment("line %s in the image".formatted(shown(line)), Map.of(), line, null));
    }
    for (String profile : List.of("../../../etc/passwd", "/etc/passwd", "a\0b", "a/b")) {
      cases.add(refused("seccomp profile " + profile, seccomp(profile)));
    }
    for (String host : List.of("a\nb", "-a", "a b", "../a", "x".repeat(65))) {
      cases.add(refused("hostname " + host, aContainer().hostname(host)));
    }
    return new Area("sysctls, variables, profiles, host names", Area.Needs.NOTHING, cases);
  }

  private static ContainerSpec.Builder aContainer() {
    return ContainerSpec.builder("image");
  }

  private static String shown(String text) {
    return NameCases.shown(text);
  }

  private static ContainerSpec.Builder sysctl(String name, String value) {
    return aContainer().security(security(null, Map.of(name, value)));
  }

  private static ContainerSpec.Builder seccomp(String profile) {
    return aContainer().security(security(profile, Map.of()));
  }

  private static SecuritySpec security(@Nullable String profile, Map<String, String> sysctls) {
    return new SecuritySpec(
        false, null, null, false, false, profile, null, null, sysctls, false, false);
  }

  private static Case refused(String what, ContainerSpec.Builder spec) {
    return Case.given(shown(what))
        .when("the runtime spec is made", g -> SpecRequests.aRequest().generate(spec))
        .then(refusedOrUnsayable(ErrorCode.INVALID_ARGUMENT));
  }

  /** Only what has a value is passed on, and nothing is taken from this process. */
  private static Case environment(
      String what, Map<String, String> asked, @Nullable String line, @Nullable String passed) {
    List<String> lines = line == null ? List.of() : List.of(line);
    ImageConfig image = new ImageConfig(null, List.of("/x"), lines, null, null, null, null, null);
    List<String> expected = new ArrayList<>(plain());
    if (passed != null) {
      expected.add(passed);
    }
    return Case.given(what)
        .when(
            "the runtime spec is made",
            g ->
                lines(
                    SpecRequests.aRequest().image(image).generate(aContainer().environment(asked))))
        .then(
            done(
                passed == null ? "it is left out" : "it is one variable",
                (g, env) -> requireSame(env, expected)));
  }

  private static List<String> plain() {
    return lines(SpecRequests.aRequest().generate(aContainer()));
  }

  private static List<String> lines(JsonNode spec) {
    return spec.path("process").path("env").valueStream().map(JsonNode::asString).toList();
  }

  private static void requireSame(Object env, List<String> expected) {
    boolean same = Set.copyOf((List<?>) env).equals(Set.copyOf(expected));
    LayerCases.require(same, "expected %s, was %s".formatted(expected, env));
  }
}
