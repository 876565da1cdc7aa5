package io.gantry.engine.storage;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.SyscallException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What gives way when an archive names a path twice. Files are kept aside: the archive is put
 * together again from the tree and needs their content.
 */
final class Replaced {
  private final Directory aside;
  private final List<String> paths = new ArrayList<>();
  private final Set<String> hardLinks = new HashSet<>();

  /** The directory stays the caller's. */
  Replaced(Directory aside) {
    this.aside = aside;
  }

  /** Takes a name out of the tree; a directory must be empty. */
  void giveWay(Directory parent, EntryName name, FileStatus existing) throws SyscallException {
    String path = name.path();
    if (existing.isDirectory()) {
      parent.removeDirectory(name.last());
    } else if (existing.isRegularFile() && !hardLinks.remove(path)) {
      parent.rename(name.last(), aside, Integer.toString(paths.size()));
      paths.add(path);
    } else {
      parent.unlink(name.last());
    }
  }

  /** Notes a name that has no content of its own in the archive. */
  void isHardLink(EntryName name) {
    hardLinks.add(name.path());
  }

  /** The paths of the files put aside; each has its position as its name there. */
  List<String> paths() {
    return List.copyOf(paths);
  }
}
