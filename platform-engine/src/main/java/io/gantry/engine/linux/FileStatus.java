package io.gantry.engine.linux;

import java.time.Instant;

/**
 * What statx says of an inode.
 *
 * @param permissions the lower twelve bits of the mode
 * @param blocks occupied units of 512 bytes
 * @param device number of the device a device node stands for; 0:0 otherwise
 * @param fileSystem number of the file system's device; with the inode it names a file
 * @param mountPoint whether something is mounted here
 */
public record FileStatus(
    FileType type,
    int permissions,
    int uid,
    int gid,
    long size,
    long blocks,
    int links,
    long inode,
    Instant modified,
    DeviceNumber device,
    DeviceNumber fileSystem,
    boolean mountPoint) {

  public boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  public boolean isRegularFile() {
    return type == FileType.REGULAR;
  }

  /** Whether overlay takes it for the absence of what lies below. */
  public boolean isWhiteout() {
    return type == FileType.CHARACTER_DEVICE && device.equals(DeviceNumber.NONE);
  }
}
