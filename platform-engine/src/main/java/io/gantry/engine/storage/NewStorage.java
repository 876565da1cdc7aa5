package io.gantry.engine.storage;

import io.gantry.api.container.ContainerId;
import io.gantry.api.image.Digest;
import io.gantry.engine.linux.AtomicFile;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeRemoval;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes the directories of a container beside their place, and puts them there when complete. */
final class NewStorage {
  static final String PREFIX = ".new-";

  private final LayerStore layers;
  private final List<Digest> diffIds;

  /**
   * Describes storage over layers that are kept by a lease.
   *
   * @param diffIds the lowest first
   */
  NewStorage(LayerStore layers, List<Digest> diffIds) {
    this.layers = layers;
    this.diffIds = List.copyOf(diffIds);
  }

  /** Makes it; it is durable on return. */
  void make(Directory storage, ContainerId id) throws SyscallException {
    String unfinished = PREFIX + id;
    TreeRemoval.remove(storage, unfinished);
    storage.makeDirectory(unfinished, 0700);
    try (Directory own = storage.directory(unfinished)) {
      fill(own);
    }
    storage.renameNew(unfinished, storage, id.value());
    storage.descriptor().sync();
  }

  private void fill(Directory own) throws SyscallException {
    own.makeDirectory(ContainerStorage.UPPER, 0755);
    own.makeDirectory(ContainerStorage.WORK, 0700);
    own.makeDirectory(ContainerStorage.MERGED, 0700);
    own.makeDirectory(ContainerStorage.NOTHING, 0755);
    if (!diffIds.isEmpty()) {
      copyRootAttributes(diffIds.getLast(), own);
    }
    String lines = String.join("\n", diffIds.stream().map(Digest::value).toList());
    byte[] content = lines.getBytes(StandardCharsets.US_ASCII);
    AtomicFile.write(own, ContainerStorage.LAYERS, content, 0600);
  }

  /** The root of the mount shows the upper directory's owner and mode, so they are the image's. */
  private void copyRootAttributes(Digest top, Directory own) throws SyscallException {
    try (Directory tree = Directory.open(layers.tree(top));
        Directory upper = own.directory(ContainerStorage.UPPER)) {
      FileStatus status = tree.status();
      Descriptor place = upper.descriptor();
      Directory.setOwner(place, status.uid(), status.gid());
      Directory.setPermissions(place, status.permissions());
    }
  }
}
