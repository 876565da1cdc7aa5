package io.gantry.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.Reserve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(60)
class MountedVolumesIT {
  private static final Map<String, String> MEMORY = Map.of("type", "tmpfs", "o", "size=1m,nosuid");

  private final SecureRandom random = new SecureRandom();
  private Path home;
  private Database database;
  private Volumes volumes;
  private ContainerVolumes containers;

  @BeforeEach
  void open(@TempDir Path directory) {
    home = directory;
    database =
        Database.open(home.resolve("db"), new Reserve(home.resolve("r"), 0), Volumes.schema());
    volumes = new Volumes(database, home, Clock.systemUTC(), random, new RootSeeds(home));
    containers = volumes.ofContainers();
  }

  @AfterEach
  void close() {
    containers.cleanOrphans(Set.of());
    volumes.purge();
    database.close();
  }

  @Test
  @Rule({"VOLUME-2", "VOLUME-14"})
  void mountsOnlyWhatItsOptionsName() throws IOException {
    Path memory = volumes.create(TenantId.DEFAULT, "data", VolumeSpec.local(MEMORY)).data();
    Path plain =
        volumes.create(TenantId.DEFAULT, "plain", VolumeSpec.local(Map.of("size", "1m"))).data();

    ContainerConfig user = using("data", "plain");

    containers.mount(user);
    assertThat(Mounts.isMountPoint(memory)).isTrue();
    assertThat(Mounts.isMountPoint(plain)).isFalse();
  }

  @Test
  @Rule({"VOLUME-14", "VOLUME-16", "UNMOUNT-8"})
  void staysMountedUntilTheLastUserIsDone() throws IOException {
    Path data = volumes.create(TenantId.DEFAULT, "data", VolumeSpec.local(MEMORY)).data();
    ContainerConfig first = using("data");
    ContainerConfig second = using("data");
    containers.mount(first);
    containers.mount(first);
    containers.mount(second);
    Files.writeString(data.resolve("a"), "1");

    unmount(first);
    assertThat(data.resolve("a")).hasContent("1");
    unmount(second);

    assertThat(Mounts.isMountPoint(data)).isFalse();
  }

  @Test
  @Rule("VOLUME-16")
  void takesAVolumeThatIsNotMountedForUnmounted() throws IOException {
    Path data = volumes.create(TenantId.DEFAULT, "data", VolumeSpec.local(MEMORY)).data();
    ContainerConfig user = using("data");
    containers.mount(user);
    Mounts.unmount(data, 0);

    unmount(user);
    containers.mount(user);
    unmount(user);

    assertThat(Mounts.isMountPoint(data)).isFalse();
  }

  @Test
  @Rule("VOLUME-16")
  void countsNoUserFromBeforeAReboot() throws IOException {
    Path data = volumes.create(TenantId.DEFAULT, "data", VolumeSpec.local(MEMORY)).data();
    ContainerConfig gone = using("data");
    ContainerConfig user = using("data");
    containers.mount(gone);
    Mounts.unmount(data, 0); // as a reboot does

    containers.mount(user);
    unmount(user);

    assertThat(Mounts.isMountPoint(data)).isFalse();
  }

  @Test
  @Rule({"VOLUME-13", "MOUNT-15"})
  void countsNoUserWhoseMountFailed() {
    Map<String, String> broken = Map.of("type", "no-such-file-system", "device", "nothing");
    volumes.create(TenantId.DEFAULT, "broken", VolumeSpec.local(broken));

    assertThatThrownBy(() -> containers.mount(using("broken"))).hasMessageContaining("be mounted");

    VolumeUses uses = new VolumeUses(database);
    assertThat(uses.containers(volumes.inspect(TenantId.DEFAULT, "broken"))).isEmpty();
  }

  @Test
  @Rule("UNMOUNT-8")
  void goesOnWithTheNextVolumeAfterAFailure() throws IOException {
    Path a = volumes.create(TenantId.DEFAULT, "a", VolumeSpec.local(MEMORY)).data();
    Path b = volumes.create(TenantId.DEFAULT, "b", VolumeSpec.local(MEMORY)).data();
    ContainerConfig user = using("a", "b");
    containers.mount(user);
    List<String> tried = new ArrayList<>();

    containers.unmount(
        user.id(),
        (what, step) -> {
          tried.add(what);
          step.run();
        });

    assertThat(tried).containsExactly("volume a", "volume b");
    assertThat(Mounts.isMountPoint(a)).isFalse();
    assertThat(Mounts.isMountPoint(b)).isFalse();
  }

  @Test
  @Rule("VOLUME-15")
  void refusesOptionsItDoesNotKnowAndABindOfNothing() {
    assertInvalid(Map.of("colour", "red"));
    assertInvalid(Map.of("o", "bind", "device", "/does/not/exist"));
  }

  @Test
  @Rule("VOLUME-15")
  void showsADirectoryOfTheHost(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a"), "1");
    Map<String, String> bind = Map.of("o", "bind,ro", "device", directory.toString());
    Path data = volumes.create(TenantId.DEFAULT, "data", VolumeSpec.local(bind)).data();
    ContainerConfig user = using("data");
    containers.mount(user);

    assertThat(data.resolve("a")).hasContent("1");
    assertThatThrownBy(() -> Files.writeString(data.resolve("a"), "2"))
        .hasMessageContaining("Read-only");
  }

  @Test
  @Rule("VOLUME-19")
  void doesNotRemoveWhatACrashLeftMountedInAVolume(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a"), "1");
    Map<String, String> bind = Map.of("o", "bind", "device", directory.toString());
    Path data = volumes.create(TenantId.DEFAULT, "data", VolumeSpec.local(bind)).data();
    Mounts.bind(directory, data);

    volumes.remove(TenantId.DEFAULT, "data");

    assertThat(directory.resolve("a")).hasContent("1");
    assertThat(data).doesNotExist();
  }

  private void unmount(ContainerConfig user) {
    containers.unmount(user.id(), (what, step) -> step.run());
  }

  private void assertInvalid(Map<String, String> options) {
    assertThatThrownBy(() -> volumes.create(TenantId.DEFAULT, "v", VolumeSpec.local(options)))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  private ContainerConfig using(String... names) {
    MountSpec[] mounts = new MountSpec[names.length];
    for (int i = 0; i < names.length; i++) {
      mounts[i] = new MountSpec(MountSpec.Kind.VOLUME, names[i], "/" + names[i], false, List.of());
    }
    ContainerConfig config =
        new ContainerConfig(
            ContainerId.random(random),
            TenantId.DEFAULT,
            "web",
            ContainerSpec.builder("image").mounts(mounts).build(),
            ImageDetail.NONE,
            Instant.EPOCH,
            home.resolve("bundle"),
            home.resolve("run"),
            home.resolve("log"));
    containers.claim(config);
    return config;
  }
}
