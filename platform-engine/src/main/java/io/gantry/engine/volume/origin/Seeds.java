package io.gantry.engine.volume.origin;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import java.nio.file.Path;
import java.util.function.Function;

/** What volumes are filled from, as other rooms have it. */
public interface Seeds {

  /** Number of the run a container is prepared for. */
  long nextRun(ContainerId container);

  /**
   * Shows the files of a tenant's image while somebody looks at them.
   *
   * @param look is given the root; nothing can be written there
   * @throws io.gantry.api.error.GantryException NO_SUCH_IMAGE if it is not here
   */
  <T> T look(TenantId tenant, Digest image, Function<Path, T> look);
}
