package io.gantry.engine.storage;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * Storage that failed on its way. It is removed at once; where even that fails, as without
 * descriptors, whoever makes storage next removes it. Thread-safe.
 */
final class HalfMade {
  private final Set<ContainerId> left = new HashSet<>();

  /** Makes storage; after a failure nothing of it stays for long. */
  void make(Directory storage, ContainerId id, NewStorage made) throws SyscallException {
    removeAll(storage);
    try {
      made.make(storage, id);
    } catch (SyscallException e) {
      remove(storage, id, e);
      throw e;
    }
  }

  private synchronized void removeAll(Directory storage) throws SyscallException {
    for (Iterator<ContainerId> ids = left.iterator(); ids.hasNext(); ) {
      NewStorage.remove(storage, ids.next());
      ids.remove();
    }
  }

  private synchronized void remove(Directory storage, ContainerId id, SyscallException failure) {
    try {
      NewStorage.remove(storage, id);
    } catch (SyscallException e) {
      failure.addSuppressed(e);
      left.add(id);
    }
  }
}
