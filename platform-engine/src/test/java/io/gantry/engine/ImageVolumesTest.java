package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageVolumesTest {
  private static final MountSpec OWN =
      new MountSpec(MountSpec.Kind.VOLUME, "data", "/data/", false, List.of());
  private static final ContainerSpec SPEC = ContainerSpec.builder("image").mounts(OWN).build();
  private static final ImageDetail IMAGE =
      new ImageDetail(
          new Digest("sha256:" + "0".repeat(64)),
          null,
          List.of("image"),
          new ImageConfig(
              null, List.of("sh"), null, null, null, null, List.of("/data", "/logs/"), null),
          List.of(),
          "amd64",
          "linux",
          null,
          0);

  @Test
  @Rule("USERVOLUMES-6")
  void areVolumesUnlessSaidOtherwise() {
    assertThat(ImageVolumes.VOLUME.complete(SPEC, IMAGE)).isEqualTo(SPEC);
    assertThat(ImageVolumes.VOLUME.reduce(IMAGE)).isEqualTo(IMAGE);
  }

  @Test
  @Rule("USERVOLUMES-6")
  void areMemoryWhereTheUserMountsNothing() {
    MountSpec memory = new MountSpec(MountSpec.Kind.TMPFS, null, "/logs", false, List.of("exec"));

    assertThat(ImageVolumes.TMPFS.complete(SPEC, IMAGE).mounts()).containsExactly(OWN, memory);
    assertThat(ImageVolumes.TMPFS.reduce(IMAGE).config().volumes()).isEmpty();
    assertThat(ImageVolumes.TMPFS.reduce(IMAGE).config().command()).containsExactly("sh");
  }

  @Test
  @Rule("USERVOLUMES-6")
  void areNothingIfTheyAreIgnored() {
    assertThat(ImageVolumes.IGNORE.complete(SPEC, IMAGE)).isEqualTo(SPEC);
    assertThat(ImageVolumes.IGNORE.reduce(IMAGE).config().volumes()).isEmpty();
  }
}
