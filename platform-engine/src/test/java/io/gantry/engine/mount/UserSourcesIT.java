package io.gantry.engine.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.HostPaths;
import io.gantry.engine.selinux.ContainerLabels;
import io.gantry.engine.selinux.FileLabels;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.volume.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresHost("root")
class UserSourcesIT {
  private static final FileLabels SELINUX = new FileLabels(true);
  private static final boolean FIRST = true;

  private MountRoom room;
  private Path tree;
  private Path file;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    room = new MountRoom(directory.resolve("home"));
    tree = Files.createDirectories(directory.resolve("tree"));
    file = Files.createFile(tree.resolve("file"));
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  @Rule("LABELS-4")
  void areLabelledForAllOrForOneContainer() throws IOException {
    ContainerConfig shared = mounting("z");
    prepare(shared, SELINUX, FIRST);
    assertThat(label(file)).isEqualTo(ContainerLabels.shared());

    ContainerConfig own = mounting("Z");
    prepare(own, SELINUX, FIRST);

    assertThat(label(file)).isEqualTo(ContainerLabels.of(own).mount());
    assertThat(label(tree)).isEqualTo(ContainerLabels.of(own).mount());
  }

  @Test
  @Rule("LABELS-4")
  void areLabelledAgainLaterOnlyIfTheirLabelIsAnother() throws IOException {
    ContainerConfig config = mounting("z");
    prepare(config, SELINUX, FIRST);
    SELINUX.set(file, "other");

    prepare(config, SELINUX, !FIRST);
    assertThat(label(file)).isEqualTo("other");
    SELINUX.set(tree, "other");
    prepare(config, SELINUX, !FIRST);

    assertThat(label(file)).isEqualTo(ContainerLabels.shared());
  }

  @Test
  @Rule("LABELS-4")
  void areLabelledAtTheFirstInitialisationWhateverTheirLabel() throws IOException {
    ContainerConfig config = mounting("z");
    prepare(config, SELINUX, FIRST);
    SELINUX.set(file, "other");

    prepare(config, SELINUX, FIRST);

    assertThat(label(file)).isEqualTo(ContainerLabels.shared());
  }

  @Test
  @Rule({"LABELS-3", "LABELS-4"})
  void areNotLabelledWithoutSelinux() throws IOException {
    prepare(mounting("z"), new FileLabels(false), FIRST);

    assertThat(label(file)).isEmpty();
  }

  @Test
  @Rule({"LABELS-4", "USERVOLUMES-5"})
  void areGivenToTheUserByTheSameRule() throws IOException {
    ContainerConfig config = mounting("U");
    prepare(config, SELINUX, FIRST);
    assertThat(owner(file)).isEqualTo(77);
    assertThat(owner(tree)).isEqualTo(77);
    give(file, 5);

    prepare(config, SELINUX, !FIRST);
    assertThat(owner(file)).isEqualTo(5);
    give(tree, 5);
    prepare(config, SELINUX, !FIRST);

    assertThat(owner(file)).isEqualTo(77);
  }

  @Test
  @Rule("LABELS-4")
  void areVolumesToo() throws IOException {
    VolumeMount volume = new VolumeMount(tree, "/a", false, List.of("z", "U"));
    ContainerConfig config = room.container(ContainerSpec.builder("image").build());

    new UserSources(SELINUX, new HostPaths(), config, FIRST).prepare(List.of(volume), 77, 88);

    assertThat(label(file)).isEqualTo(ContainerLabels.shared());
    assertThat(owner(file)).isEqualTo(77);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/usr", "/usr/bin/../bin", "/proc/sys", "/etc/passwd"})
  void areNeverTheHostsOwn(String path) {
    ContainerConfig config =
        room.container(
            ContainerSpec.builder("image")
                .mounts(new MountSpec(MountSpec.Kind.BIND, path, "/a", false, List.of("z")))
                .build());

    assertThatThrownBy(() -> prepare(config, new FileLabels(false), FIRST))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  private ContainerConfig mounting(String option) {
    MountSpec mount =
        new MountSpec(MountSpec.Kind.BIND, tree.toString(), "/a", false, List.of(option));
    return room.container(ContainerSpec.builder("image").mounts(mount).build());
  }

  private static void prepare(ContainerConfig config, FileLabels labels, boolean first) {
    new UserSources(labels, new HostPaths(), config, first).prepare(List.of(), 77, 88);
  }

  private static void give(Path path, int uid) throws IOException {
    try (Directory parent = Directory.open(path.resolveSibling(""))) {
      parent.setOwner(path.getFileName().toString(), uid, uid);
    }
  }

  private static int owner(Path path) throws IOException {
    try (Directory parent = Directory.open(path.resolveSibling(""))) {
      return parent.status(path.getFileName().toString()).uid();
    }
  }

  private static String label(Path path) throws IOException {
    try (Directory parent = Directory.open(path.resolveSibling(""))) {
      return SELINUX.get(parent, path.getFileName().toString());
    }
  }
}
