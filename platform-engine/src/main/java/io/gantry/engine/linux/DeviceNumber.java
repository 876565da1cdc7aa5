package io.gantry.engine.linux;

/** Major and minor number of a device. */
public record DeviceNumber(int major, int minor) {
  /** The number that is no device's; a character device of it is overlay's whiteout. */
  public static final DeviceNumber NONE = new DeviceNumber(0, 0);

  /** The packed form mknod takes. */
  long packed() {
    long high = major;
    long low = minor;
    return ((high & 0xfffff000L) << 32)
        | ((high & 0xfffL) << 8)
        | ((low & 0xffffff00L) << 12)
        | (low & 0xffL);
  }
}
