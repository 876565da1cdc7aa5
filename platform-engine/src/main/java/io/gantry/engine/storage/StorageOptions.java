package io.gantry.engine.storage;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageDetail;
import io.gantry.engine.linux.IdMaps;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a container's storage is made; kept with it (STORAGE-11).
 *
 * @param layers of its image, the lowest first
 * @param ids who its files belong to on the host
 * @param devices whether device nodes and set-user-id programs in it work (STORAGE-4)
 * @param volatileLayer whether what it writes may be lost in a crash of the host (STORAGE-5)
 * @param mountLabel the SELinux label its files have, where the host has SELinux
 * @param volumes destinations of images that are mounted in it, with the layers of each
 * @param owner whose it is, for people who find it on the disk
 */
public record StorageOptions(
    List<Digest> layers,
    IdMaps ids,
    boolean devices,
    boolean volatileLayer,
    @Nullable String mountLabel,
    Map<String, List<Digest>> volumes,
    @Nullable Owner owner) {

  /** Of which container and image the storage is. */
  public record Owner(String container, String image, Digest imageId, Instant createdAt) {}

  public StorageOptions {
    layers = List.copyOf(layers);
    volumes = Map.copyOf(volumes);
  }

  /** Every layer that must stay as long as the container does. */
  Set<Digest> allLayers() {
    return Stream.concat(layers.stream(), volumes.values().stream().flatMap(List::stream))
        .collect(Collectors.toSet());
  }

  /** Over these layers, with the host's ids and without any label (STORAGE-2). */
  public static StorageOptions over(List<Digest> layers) {
    return new StorageOptions(layers, IdMaps.HOST, false, false, null, Map.of(), null);
  }

  /** As a container's spec and image want it (STORAGE-2, STORAGE-4, STORAGE-5). */
  public static StorageOptions of(ContainerSpec spec, ImageDetail image) {
    return new StorageOptions(
        image.layers(),
        IdMaps.HOST,
        spec.security().privileged(),
        spec.root().volatileLayer(),
        null,
        Map.of(),
        null);
  }

  public StorageOptions withIds(IdMaps maps) {
    return new StorageOptions(layers, maps, devices, volatileLayer, mountLabel, volumes, owner);
  }

  public StorageOptions withOwner(Owner known) {
    return new StorageOptions(layers, ids, devices, volatileLayer, mountLabel, volumes, known);
  }

  public StorageOptions withVolumes(Map<String, List<Digest>> images) {
    return new StorageOptions(layers, ids, devices, volatileLayer, mountLabel, images, owner);
  }

  public StorageOptions withMountLabel(String label) {
    return new StorageOptions(layers, ids, devices, volatileLayer, label, volumes, owner);
  }

  /**
   * With the labels of the container it is restored from, if that had both; one that was privileged
   * or shared the host's IPC has only one of them, and nothing is labelled then (STORAGE-3).
   */
  public StorageOptions restoring(@Nullable String processLabel, @Nullable String label) {
    boolean both =
        processLabel != null && !processLabel.isEmpty() && label != null && !label.isEmpty();
    return new StorageOptions(
        layers, ids, devices, volatileLayer, both ? label : null, volumes, owner);
  }
}
