package io.gantry.engine.spec;

import static io.gantry.engine.spec.SpecRequests.aContainer;
import static io.gantry.engine.spec.SpecRequests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.NetworkSpec;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.IdMap;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.state.Sharing;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The runtime spec of containers whose ids are not the host's. */
class UserNamespaceTest {
  private static final List<IdMap> ALL = List.of(new IdMap(0, 1 << 30, 65_536));
  private static final List<IdMap> FEW = List.of(new IdMap(0, 5000, 3));

  private static JsonNode mount(JsonNode spec, String destination) {
    return StreamSupport.stream(spec.path("mounts").spliterator(), false)
        .filter(mount -> mount.path("destination").asString().equals(destination))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Rule({"NAMESPACES-5", "IDMAP-4"})
  void hasTheMapsInItsRuntimeSpec() {
    JsonNode spec = aRequest().ids(new IdMaps(ALL, FEW)).generate(aContainer());

    assertThat(Namespaces.has(spec, "user")).isTrue();
    assertThat(spec.path("linux").path("uidMappings").get(0).toString())
        .isEqualTo("{\"containerID\":0,\"hostID\":1073741824,\"size\":65536}");
    assertThat(spec.path("linux").path("gidMappings").get(0).path("hostID").asInt())
        .isEqualTo(5000);
    JsonNode unmapped = aRequest().generate(aContainer());
    assertThat(Namespaces.has(unmapped, "user")).isFalse();
    assertThat(unmapped.path("linux").has("uidMappings")).isFalse();
  }

  @Test
  @Rule("OCISPEC-2")
  void givesTerminalsToTheirGroupOnlyIfItIsMapped() {
    JsonNode with = aRequest().ids(new IdMaps(ALL, ALL)).generate(aContainer());
    JsonNode without = aRequest().ids(new IdMaps(ALL, FEW)).generate(aContainer());

    assertThat(mount(with, "/dev/pts").path("options").toString()).contains("gid=5");
    assertThat(mount(without, "/dev/pts").path("options").toString()).doesNotContain("gid=5");
  }

  @Test
  @Rule("OCISPEC-2")
  void bindsWhatBelongsToNamespacesOfOthers() {
    Sharing all = new Sharing(null, SpecRequests.ID, SpecRequests.ID, null, List.of());
    JsonNode spec =
        aRequest()
            .ids(new IdMaps(ALL, ALL))
            .sharing(all)
            .generate(aContainer().network(NetworkSpec.of(NetworkSpec.Mode.HOST)));

    for (String destination : List.of("/proc", "/dev/mqueue", "/sys")) {
      assertThat(mount(spec, destination).path("type").asString()).isEqualTo("bind");
      assertThat(mount(spec, destination).path("source").asString()).isEqualTo(destination);
      assertThat(mount(spec, destination).path("options").toString()).contains("rbind");
    }
    assertThat(mount(spec, "/sys").path("options").toString()).contains("\"ro\"");
    JsonNode own = aRequest().ids(new IdMaps(ALL, ALL)).generate(aContainer());
    assertThat(mount(own, "/proc").path("type").asString()).isEqualTo("proc");
    assertThat(mount(own, "/sys").path("type").asString()).isEqualTo("sysfs");
  }
}
