package io.gantry.ctl.spec;

import io.gantry.api.container.MountSpec;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What is mounted into a container. */
final class MountOptions {
  @Option(
      names = {"-v", "--volume"},
      paramLabel = "SOURCE:DIR[:OPTIONS]",
      description = "Volume by name, or a path of the node; options as ro, nocopy.")
  private List<String> volumes = new ArrayList<>();

  @Option(names = "--tmpfs", paramLabel = "DIR[:OPTIONS]", description = "File system in memory.")
  private List<String> memory = new ArrayList<>();

  MountSpec[] mounts() {
    List<MountSpec> mounts = new ArrayList<>();
    volumes.forEach(text -> mounts.add(volume(text)));
    memory.forEach(text -> mounts.add(tmpfs(text)));
    return mounts.toArray(MountSpec[]::new);
  }

  private static MountSpec volume(String text) {
    String[] parts = text.split(":", 3);
    if (parts.length < 2) {
      throw new IllegalArgumentException(
          "'" + text + "' is no volume: write it as SOURCE:DIR or SOURCE:DIR:ro");
    }
    MountSpec.Kind kind = parts[0].startsWith("/") ? MountSpec.Kind.BIND : MountSpec.Kind.VOLUME;
    List<String> options = options(parts.length == 3 ? parts[2] : "");
    boolean readOnly = options.remove("ro");
    options.remove("rw");
    return new MountSpec(kind, parts[0], parts[1], readOnly, options);
  }

  private static MountSpec tmpfs(String text) {
    String[] parts = text.split(":", 2);
    List<String> options = options(parts.length == 2 ? parts[1] : "");
    boolean readOnly = options.remove("ro");
    return new MountSpec(MountSpec.Kind.TMPFS, null, parts[0], readOnly, options);
  }

  private static List<String> options(String text) {
    return text.isEmpty() ? new ArrayList<>() : new ArrayList<>(List.of(text.split(",", -1)));
  }
}
