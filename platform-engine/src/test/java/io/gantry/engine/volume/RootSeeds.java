package io.gantry.engine.volume;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.engine.volume.origin.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Shows one directory as the files of every image; the image is gone when the directory is.
 *
 * @param root of all images
 */
public record RootSeeds(Path root) implements Seeds {
  static final long RUN = 7;

  @Override
  public long nextRun(ContainerId container) {
    return RUN;
  }

  @Override
  public <T> T look(TenantId tenant, Digest image, Function<Path, T> look) {
    if (!Files.isDirectory(root)) {
      throw GantryException.of(ErrorCode.NO_SUCH_IMAGE, "there is no such image");
    }
    return look.apply(root);
  }
}
