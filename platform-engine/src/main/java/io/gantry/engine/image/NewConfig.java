package io.gantry.engine.image;

import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.image.document.Documents;
import io.gantry.engine.image.document.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the configuration file of an image that was made here. */
final class NewConfig {
  /** The fields {@link #runConfig} writes. */
  static final Set<String> FIELDS =
      Set.of(
          "Entrypoint",
          "Cmd",
          "Env",
          "WorkingDir",
          "User",
          "StopSignal",
          "Volumes",
          "Labels",
          "Healthcheck");

  private NewConfig() {}

  static ConfigFile write(
      ImageConfig config, List<Digest> layers, Platform platform, Instant created) {
    ObjectNode root = Documents.object();
    root.put("created", created.toString());
    root.put("architecture", platform.architecture());
    root.put("os", platform.os());
    root.set("config", runConfig(config));
    ObjectNode rootfs = root.putObject("rootfs");
    rootfs.put("type", "layers");
    ArrayNode ids = rootfs.putArray("diff_ids");
    layers.forEach(layer -> ids.add(layer.value()));
    ArrayNode history = root.putArray("history");
    for (int i = 0; i < layers.size(); i++) {
      history.addObject().put("created", created.toString()).put("comment", "imported");
    }
    return ConfigFile.parse(Documents.bytes(root));
  }

  /** What it says about running. */
  static ObjectNode runConfig(ImageConfig config) {
    ObjectNode node = Documents.object();
    put(node, "Entrypoint", config.entrypoint());
    put(node, "Cmd", config.command());
    put(node, "Env", config.environment());
    put(node, "WorkingDir", config.workingDirectory());
    put(node, "User", config.user());
    put(node, "StopSignal", config.stopSignal());
    if (!config.volumes().isEmpty()) {
      ObjectNode volumes = node.putObject("Volumes");
      config.volumes().forEach(volumes::putObject);
    }
    if (!config.labels().isEmpty()) {
      ObjectNode labels = node.putObject("Labels");
      new TreeMap<>(config.labels()).forEach(labels::put);
    }
    ImageHealth.write(node, config.health());
    return node;
  }

  private static void put(ObjectNode node, String name, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(name);
      values.forEach(array::add);
    }
  }

  private static void put(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
