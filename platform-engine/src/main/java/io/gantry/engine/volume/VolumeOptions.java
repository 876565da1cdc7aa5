package io.gantry.engine.volume;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.HostPaths;
import io.gantry.engine.linux.MountFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Options of the local driver (VOLUME-15): what is mounted for the volume, and how it is made.
 *
 * @param values by their names
 */
record VolumeOptions(Map<String, String> values) {
  private static final String DEVICE = "device";
  private static final String TYPE = "type";
  private static final String MOUNT_OPTIONS = "o";
  private static final Set<String> MOUNTED = Set.of(DEVICE, TYPE, MOUNT_OPTIONS);
  private static final Set<String> OTHERS =
      Set.of("uid", "gid", "size", "inodes", "noquota", "copy", "nocopy");
  private static final Map<String, Long> FLAGS =
      Map.of(
          "ro", MountFlags.MS_RDONLY,
          "nosuid", MountFlags.MS_NOSUID,
          "nodev", MountFlags.MS_NODEV,
          "noexec", MountFlags.MS_NOEXEC,
          "bind", MountFlags.MS_BIND,
          "rbind", MountFlags.MS_BIND | MountFlags.MS_REC);
  private static final Set<String> DEFAULTS = Set.of("rw", "suid", "dev", "exec", "defaults");

  VolumeOptions {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /**
   * What somebody asks for.
   *
   * @throws GantryException INVALID_ARGUMENT for what is not known, and a bind of nothing; TIMEOUT
   *     for a bind of what does not answer
   */
  static VolumeOptions asked(Map<String, String> values, HostPaths hostPaths) {
    for (String name : values.keySet()) {
      if (!MOUNTED.contains(name) && !OTHERS.contains(name)) {
        throw invalid("'%s' is not known; known are %s and %s".formatted(name, MOUNTED, OTHERS));
      }
    }
    if (isBind(values) && !hostPaths.exist(Path.of(values.getOrDefault(DEVICE, "")))) {
      throw invalid("a bind needs a device that exists");
    }
    return new VolumeOptions(values);
  }

  private static boolean isBind(Map<String, String> values) {
    return words(values).stream().anyMatch(word -> word.equals("bind") || word.equals("rbind"));
  }

  private static List<String> words(Map<String, String> values) {
    String all = values.getOrDefault(MOUNT_OPTIONS, "");
    return all.isEmpty() ? List.of() : List.of(all.split(",", -1));
  }

  /** Whether something is mounted for it, or its directory is all it is (VOLUME-14). */
  boolean needsMount() {
    return values.keySet().stream().anyMatch(MOUNTED::contains);
  }

  /** Whether its own options forbid to fill it from an image (VOLUME-3). */
  boolean noCopy() {
    return values.containsKey("nocopy");
  }

  /** What is mounted; without a device the type stands in. */
  String device() {
    return values.getOrDefault(DEVICE, type());
  }

  String type() {
    return values.getOrDefault(TYPE, "none");
  }

  long flags() {
    return words(values).stream()
        .mapToLong(word -> FLAGS.getOrDefault(word, 0L))
        .reduce(0, (a, b) -> a | b);
  }

  /** Whether it shows a directory of the host. */
  boolean bind() {
    return isBind(values);
  }

  /** The file system's own options. */
  String data() {
    List<String> data = new ArrayList<>(words(values));
    data.removeIf(word -> FLAGS.containsKey(word) || DEFAULTS.contains(word));
    return String.join(",", data);
  }

  private static GantryException invalid(String reason) {
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, "option of a volume: " + reason);
  }
}
