package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.done;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.spec.SpecRequests;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Labels that other engines or runtimes take for orders. */
final class LabelCases {
  private static final List<String> COMMAND = List.of("/bin/sh");

  private LabelCases() {}

  static Area area() {
    List<Case> cases =
        Stream.of(
                Map.entry("io.podman.annotations.privileged", "TRUE"),
                Map.entry("io.podman.annotations.label", "type:spc_t"),
                Map.entry("io.podman.annotations.seccomp", "unconfined"),
                Map.entry("io.containers.trace-syscall", "of:/etc/passwd"),
                Map.entry("io.containers.capabilities", "SYS_ADMIN"),
                Map.entry("run.oci.hooks.stderr", "/etc/passwd"),
                Map.entry("run.oci.mount_context_type", "rootcontext"),
                Map.entry("run.oci.handler", "krun"),
                Map.entry("org.criu.config", "/etc/passwd"),
                Map.entry("org.systemd.property.ExecStopPost", "'/bin/sh'"),
                Map.entry("io.gantry.privileged", "true"),
                Map.entry("module.wasm.image/variant", "compat"))
            .flatMap(label -> Stream.of(ofImage(label), ofContainer(label)))
            .toList();
    return new Area("labels", Area.Needs.NOTHING, cases);
  }

  private static Case ofImage(Map.Entry<String, String> label) {
    Map<String, String> labels = Map.of(label.getKey(), label.getValue());
    ImageConfig image = new ImageConfig(null, COMMAND, null, null, null, null, null, labels);
    return Case.given("label %s of an image".formatted(label.getKey()))
        .when(
            "the runtime spec is made",
            g -> SpecRequests.aRequest().image(image).generate(ContainerSpec.builder("busybox")))
        .then(done("the spec is as without it", (g, spec) -> requirePlain(spec)));
  }

  private static Case ofContainer(Map.Entry<String, String> label) {
    return Case.given("label %s of a container".formatted(label.getKey()))
        .when(
            "the runtime spec is made",
            g ->
                SpecRequests.aRequest()
                    .generate(
                        ContainerSpec.builder("busybox")
                            .labels(Map.of(label.getKey(), label.getValue()))))
        .then(done("the spec is as without it", (g, spec) -> requirePlain(spec)));
  }

  private static void requirePlain(Object spec) {
    JsonNode plain = SpecRequests.aRequest().generate(ContainerSpec.builder("busybox"));
    LayerCases.require(spec.equals(plain), "it is " + spec);
  }
}
