package io.gantry.agent.reconcile;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.PullPolicy;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.image.Images;
import java.util.function.Consumer;

/** Has a container's images on the node before the container is made, as its pull policy says. */
final class ImageFetch {
  private final Images images;
  private final Consumer<TenantId> changed;

  /**
   * @param changed told after a tenant's list changed
   */
  ImageFetch(Images images, Consumer<TenantId> changed) {
    this.images = images;
    this.changed = changed;
  }

  /**
   * Returns when they are here: that of its root, if it is one, and those it mounts.
   *
   * @throws GantryException NO_SUCH_IMAGE if the policy forbids to fetch one; REGISTRY
   */
  void require(TenantId tenant, ContainerSpec spec) {
    if (!spec.root().external()) {
      require(tenant, spec.image(), spec.pullPolicy());
    }
    for (MountSpec mount : spec.mounts()) {
      if (mount.kind() == MountSpec.Kind.IMAGE && mount.source() != null) {
        require(tenant, mount.source(), spec.pullPolicy());
      }
    }
  }

  private void require(TenantId tenant, String reference, PullPolicy policy) {
    switch (policy) {
      case NEVER -> {
        var unused = images.inspect(tenant, reference);
      }
      case MISSING -> {
        if (!isHere(tenant, reference)) {
          pull(tenant, reference);
        }
      }
      case ALWAYS -> pull(tenant, reference);
    }
  }

  private boolean isHere(TenantId tenant, String reference) {
    try {
      var unused = images.inspect(tenant, reference);
      return true;
    } catch (GantryException e) {
      if (e.code() == ErrorCode.NO_SUCH_IMAGE) {
        return false;
      }
      throw e;
    }
  }

  private void pull(TenantId tenant, String reference) {
    var unused = images.pull(tenant, reference, null, TransferProgress.NONE);
    changed.accept(tenant);
  }
}
