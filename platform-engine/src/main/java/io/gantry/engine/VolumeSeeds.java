package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.engine.image.Images;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.volume.origin.Seeds;
import java.nio.file.Path;
import java.util.function.Function;

/** What volumes are filled from: the node's images, for the runs of its containers. */
record VolumeSeeds(StateStore store, Images images, ContainerStorage storage) implements Seeds {

  @Override
  public long nextRun(ContainerId container) {
    return 1 + store.find(container).map(stored -> stored.record().run()).orElse(0L);
  }

  @Override
  public <T> T look(TenantId tenant, Digest image, Function<Path, T> look) {
    return storage.look(images.inspect(tenant, image.toString()).layers(), look);
  }
}
