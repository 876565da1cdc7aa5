package io.gantry.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.Resources;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.container.StopSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void givesASpecBackAsItWas() {
    ContainerSpec spec =
        ContainerSpec.builder("busybox")
            .name("web")
            .command("sh", "-c", "echo 'hi'")
            .entrypoint("")
            .environment(Map.of("A", "ä"))
            .runTimeout(Duration.ofMillis(1500))
            .restart(new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 3))
            .stop(new StopSpec("SIGINT", Duration.ofSeconds(3)))
            .network(NetworkSpec.BRIDGE.withPorts(new PortMapping("127.0.0.1", 8080, 80, null)))
            .mounts(new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", true, List.of("nocopy")))
            .resources(
                new Resources(
                    1L << 30,
                    null,
                    1.5,
                    null,
                    null,
                    100L,
                    null,
                    Map.of("nofile", new Resources.Ulimit(1, 2))))
            .build();

    assertThat(Json.read(Json.write(spec), ContainerSpec.class)).isEqualTo(spec);
  }

  @Test
  void readsASpecOfAnotherVersion() {
    ContainerSpec spec =
        Json.read("{\"image\": \"busybox\", \"invented\": [1]}", ContainerSpec.class);

    assertThat(spec).isEqualTo(ContainerSpec.builder("busybox").build());
  }

  @Test
  void writesOnlyWhatTheDatabaseTakesOfWhatANodeTold() {
    String written = Json.writeTold(List.of("a\0b", "\uD800", "x".repeat(5000)));

    assertThat(written).doesNotContain("\\u0000").contains("a\uFFFDb", "?").hasSizeLessThan(4200);
  }
}
