package io.gantry.engine.storage;

import io.gantry.api.container.ContainerId;
import io.gantry.api.image.Digest;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeRemoval;

/** Makes the directories of a container beside their place, and puts them there when complete. */
final class NewStorage {
  static final String PREFIX = ".new-";

  private final LayerStore layers;
  private final StorageOptions options;

  /** Describes storage over layers that are kept by a lease. */
  NewStorage(LayerStore layers, StorageOptions options) {
    this.layers = layers;
    this.options = options;
  }

  /** Makes it; it is durable on return. After a failure it may be there by half. */
  void make(Directory storage, ContainerId id) throws SyscallException {
    String unfinished = PREFIX + id;
    remove(storage, id);
    storage.makeDirectory(unfinished, 0700);
    try (Directory own = storage.directory(unfinished)) {
      fill(own);
    }
    storage.renameNew(unfinished, storage, id.value());
    storage.descriptor().sync();
  }

  /** Removes what was made by half; nothing is success. */
  static void remove(Directory storage, ContainerId id) throws SyscallException {
    TreeRemoval.remove(storage, PREFIX + id);
  }

  private void fill(Directory own) throws SyscallException {
    own.makeDirectory(StoragePlace.UPPER, 0755);
    own.makeDirectory(StoragePlace.WORK, 0700);
    own.makeDirectory(StoragePlace.MERGED, 0700);
    own.makeDirectory(StoragePlace.NOTHING, 0755);
    if (options.layers().isEmpty()) {
      giveUpper(own, 0, 0);
    } else {
      copyRootAttributes(options.layers().getLast(), own);
    }
    StoragePlace.write(own, options);
  }

  /** The root of the mount shows the upper directory's owner and mode, so they are the image's. */
  private void copyRootAttributes(Digest top, Directory own) throws SyscallException {
    try (Directory tree = Directory.open(layers.tree(top));
        Directory upper = own.directory(StoragePlace.UPPER)) {
      FileStatus status = tree.status();
      giveUpper(own, status.uid(), status.gid());
      Directory.setPermissions(upper.descriptor(), status.permissions());
    }
  }

  /** Ids the container does not have stay the host's, which the container sees as nobody's. */
  private void giveUpper(Directory own, int uid, int gid) throws SyscallException {
    int hostUid = (int) options.ids().hostUid(Integer.toUnsignedLong(uid)).orElse(uid);
    int hostGid = (int) options.ids().hostGid(Integer.toUnsignedLong(gid)).orElse(gid);
    own.setOwner(StoragePlace.UPPER, hostUid, hostGid);
  }
}
