package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateTest {
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Rule("STORAGE-12")
  void makesTheStorageThenTheRowThenTheEvent() {
    List<Object> order = new ArrayList<>();
    world.host.during("root.create", () -> order.add(world.store.list().size()));
    world.beforeSave =
        point -> {
          order.add(point);
          order.add(world.host.stored.size());
          order.add(world.events().size());
        };

    ContainerId id = world.create();

    assertThat(order).containsExactly(0, "create.inserted", 1, 0);
    assertThat(world.state(id)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.events()).containsExactly("create");
  }

  @Test
  @Rule({"STORAGE-6", "STORAGE-11"})
  void failsAtOnceOnANameThatIsTakenAndTakesItsStorageBack() {
    ContainerConfig first = world.config(world.create());
    ContainerConfig second =
        new ContainerConfig(
            new ContainerId("e".repeat(64)),
            first.tenant(),
            first.name(),
            first.spec(),
            first.image(),
            world.now,
            first.staticDir(),
            first.runDir(),
            first.logPath());

    assertThatThrownBy(() -> world.lifecycle.create(second))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAME_DUPLICATE));

    assertThat(world.host.calls).containsExactly("root.create", "root.create", "root.delete");
    assertThat(world.host.stored).containsExactly(first.id());
  }

  @Test
  @Rule("STORAGE-6")
  void passesOnAnyOtherFailureOfTheStorage() {
    world.host.failOn("root.create", GantryException.of(ErrorCode.NO_SPACE, "full"));

    assertThatThrownBy(world::create).hasMessage("full");

    assertThat(world.host.calls).containsExactly("root.create", "root.delete");
    assertThat(world.store.list()).isEmpty();
    assertThat(world.events()).isEmpty();
  }
}
