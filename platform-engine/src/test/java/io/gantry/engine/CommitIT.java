package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.lifecycle.RemoveOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images made of containers. */
@RequiresHost({"root", "runc", "conmon", "busybox"})
@Timeout(120)
class CommitIT {
  private static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "test");
  private static final String NAME = "localhost/changed:1";

  private Path directory;
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    engine = Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
    Busybox.importInto(engine.images());
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  private int run(ContainerId id, String image, String... command) throws InterruptedException {
    engine.create(
        TenantId.DEFAULT,
        id,
        "c" + id.shortId(),
        ContainerSpec.builder(image)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .command(command)
            .build());
    engine.start(id);
    return engine.waitForExit(id, 1, Duration.ofSeconds(30)).code();
  }

  private static ContainerId newId() {
    return ContainerId.random(new SecureRandom());
  }

  @Test
  void keepsWhatAContainerAddedChangedAndDeleted() throws InterruptedException {
    ContainerId id = newId();
    int made =
        run(
            id,
            Busybox.REFERENCE,
            "sh",
            "-c",
            "echo new > /new; echo changed > /bin/text; busybox rm /bin/touch;"
                + " busybox rm -r /tmp; mkdir /tmp; echo own > /tmp/own; busybox chmod 4711 /new");

    ImageSummary image = engine.files().commit(id, NAME, config -> config);
    engine.remove(id, FORCE);
    String check =
        "test \"$(cat /new)\" = new && test -u /new && test \"$(cat /bin/text)\" = changed"
            + " && test ! -e /bin/touch && test \"$(ls /tmp)\" = own && test -x /bin/busybox";

    assertThat(made).isZero();
    assertThat(image.names()).containsExactly(NAME);
    assertThat(image.layers()).isEqualTo(2);
    assertThat(run(newId(), NAME, "sh", "-c", check)).isZero();
    assertThat(run(newId(), Busybox.REFERENCE, "sh", "-c", "test -e /bin/touch")).isZero();
  }

  @Test
  void saysHowItIsToBeRun() throws InterruptedException {
    ContainerId id = newId();
    int made = run(id, Busybox.REFERENCE, "sh", "-c", "echo 'exit 9' > /script");
    ImageConfig wanted =
        new ImageConfig(
            List.of("sh"), List.of("/script"), List.of("A=b"), "/data", null, null, null, null);

    ImageSummary image = engine.files().commit(id, NAME, config -> wanted);

    ImageDetail detail = engine.images().inspect(TenantId.DEFAULT, NAME);
    assertThat(made).isZero();
    assertThat(detail.id()).isEqualTo(image.id());
    assertThat(detail.config()).isEqualTo(wanted);
    assertThat(run(newId(), NAME)).isEqualTo(9);
  }

  @Test
  void leavesNothingOfWhatCannotBe() throws InterruptedException {
    ContainerId id = newId();
    int made = run(id, Busybox.REFERENCE, "true");

    assertThat(made).isZero();
    refused(ErrorCode.INVALID_ARGUMENT, id, "UPPER CASE");
    refused(ErrorCode.NO_SUCH_CONTAINER, newId(), NAME);
    assertThat(engine.images().list(TenantId.DEFAULT)).hasSize(1);
  }

  private void refused(ErrorCode code, ContainerId id, String name) {
    assertThatThrownBy(() -> engine.files().commit(id, name, config -> config))
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
