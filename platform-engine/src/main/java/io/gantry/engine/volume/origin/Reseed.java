package io.gantry.engine.volume.origin;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.VolumeRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans how a volume would be filled anew; it only looks. One plan, one object. */
public final class Reseed {
  private final Seeds seeds;
  private final VolumeRecord volume;
  private final TreeComparison comparison = new TreeComparison();
  private final List<String> obstacles = new ArrayList<>();

  private Reseed(Seeds seeds, VolumeRecord volume) {
    this.seeds = seeds;
    this.volume = volume;
  }

  /**
   * Plans it.
   *
   * @param origin absent if nothing that is known filled it
   * @param users containers that use the volume
   * @throws GantryException STORAGE if a tree cannot be read
   */
  public static ReseedPlan plan(
      Seeds seeds, VolumeRecord volume, @Nullable Origin origin, List<ContainerId> users) {
    Reseed reseed = new Reseed(seeds, volume);
    if (!users.isEmpty()) {
      reseed.obstacles.add(
          "containers use it, %s among them: remove them first"
              .formatted(users.getFirst().shortId()));
    }
    return reseed.from(origin);
  }

  private ReseedPlan from(@Nullable Origin origin) {
    switch (origin) {
      case null ->
          obstacles.add("nothing that is known filled it: mount it where an image has something");
      case Origin.Archive archive ->
          obstacles.add(
              "it was filled from the archive %s, which is not kept: import it into a new volume"
                  .formatted(archive.digest()));
      case Origin.CopyUp copyUp -> compare(copyUp);
    }
    return new ReseedPlan(
        volume.name(),
        origin,
        comparison.copied.extent(),
        comparison.lost.extent(),
        comparison.kept.extent(),
        obstacles);
  }

  private void compare(Origin.CopyUp origin) {
    Digest image = origin.image();
    if (image == null) {
      compare(Path.of(origin.reference()), origin.path());
      return;
    }
    try {
      boolean unused = seeds.look(volume.tenant(), image, root -> compare(root, origin.path()));
    } catch (GantryException e) {
      if (e.code() != ErrorCode.NO_SUCH_IMAGE) {
        throw e;
      }
      obstacles.add(
          "the image %s (%s) is not here any more: pull it again"
              .formatted(origin.reference(), image));
    }
  }

  private boolean compare(Path root, String path) {
    try (SafePath safe = SafePath.root(root);
        Directory data = Directory.open(volume.data())) {
      Optional<Directory> source = ImageDirectory.find(safe, path);
      if (source.isEmpty()) {
        obstacles.add("%s is no directory of its image".formatted(path));
        return false;
      }
      try (Directory from = source.get()) {
        comparison.compare(from, data);
        return true;
      }
    } catch (SyscallException e) {
      throw GantryException.of(e.code(), "it cannot be compared with its image", e)
          .about("volume", volume.name());
    }
  }
}
