package io.gantry.engine.storage;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.Xattrs;
import java.time.Instant;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * What an archive says of an entry besides its content.
 *
 * @param attributes extended attributes that may be set
 */
record Ownership(
    int uid, int gid, int permissions, Instant modified, Map<String, byte[]> attributes) {
  private static final long MAX_ID = 0xfffffffeL;

  static Ownership of(TarArchiveEntry entry, Map<String, byte[]> attributes) {
    return new Ownership(
        id(entry.getLongUserId()),
        id(entry.getLongGroupId()),
        entry.getMode() & 07777,
        entry.getLastModifiedTime().toInstant(),
        attributes);
  }

  private static int id(long id) {
    if (id < 0 || id > MAX_ID) {
      throw InvalidArchive.because("it holds the user or group id " + id);
    }
    return (int) id;
  }

  /** Applies all but the time to an open file; the order matters, a new owner takes rights away. */
  void applyTo(Descriptor file) throws SyscallException {
    Directory.setOwner(file, uid, gid);
    Directory.setPermissions(file, permissions);
    for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
      Xattrs.set(file, attribute.getKey(), attribute.getValue());
    }
  }

  /** Applies all that a link can have. */
  void applyToLink(Directory parent, String name) throws SyscallException {
    parent.setOwner(name, uid, gid);
    parent.setModified(name, modified);
  }
}
