package io.gantry.engine.image;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.image.document.Documents;
import io.gantry.engine.image.document.ImageInvalid;
import io.gantry.engine.image.document.Platform;
import io.gantry.engine.image.document.Sha256;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An image's configuration file: its digest is the image's id, so its bytes are kept as they came.
 */
final class ConfigFile {
  /** As many as overlay and other engines take. */
  private static final int MAX_LAYERS = 127;

  private final byte[] bytes;
  private final JsonNode root;
  private final List<Digest> layers;

  private ConfigFile(byte[] bytes, JsonNode root) {
    this.bytes = bytes;
    this.root = root;
    this.layers = layers(root);
  }

  /** Reads and checks a configuration from outside. */
  static ConfigFile parse(byte[] bytes) {
    JsonNode root = Documents.parse("configuration", bytes);
    if (!root.isObject()) {
      throw ImageInvalid.because("its configuration is no JSON object");
    }
    return new ConfigFile(bytes.clone(), root);
  }

  private static List<Digest> layers(JsonNode root) {
    JsonNode ids = root.path("rootfs").path("diff_ids");
    if (!ids.isArray()) {
      throw ImageInvalid.because("its configuration lists no layers");
    }
    if (ids.size() > MAX_LAYERS) {
      throw ImageInvalid.because("it has more than " + MAX_LAYERS + " layers");
    }
    List<Digest> layers = new ArrayList<>();
    for (JsonNode id : ids) {
      layers.add(Documents.digest(id));
    }
    return layers;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  Digest id() {
    return Sha256.of(bytes);
  }

  /** Digests of the uncompressed layers, the lowest first. */
  List<Digest> layers() {
    return layers;
  }

  String architecture() {
    return root.path("architecture").asString("");
  }

  String os() {
    return root.path("os").asString("linux");
  }

  /**
   * Checks that its programs run on a host.
   *
   * @throws GantryException UNSUPPORTED naming what it was made for
   */
  void requirePlatform(Platform host) {
    Platform own = Platform.parse(root);
    if (!host.runs(own)) {
      throw GantryException.of(
          ErrorCode.UNSUPPORTED, "the image is made for %s, not for %s".formatted(own, host));
    }
  }

  @Nullable Instant createdAt() {
    String text = Documents.text(root.path("created"));
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      // When an image was made is for people to see; one that does not say is as good.
      return null;
    }
  }

  ImageConfig config() {
    JsonNode config = root.path("config");
    return new ImageConfig(
        Documents.texts(config.path("Entrypoint")),
        Documents.texts(config.path("Cmd")),
        Documents.texts(config.path("Env")),
        Documents.text(config.path("WorkingDir")),
        Documents.text(config.path("User")),
        Documents.text(config.path("StopSignal")),
        new ArrayList<>(config.path("Volumes").propertyNames()),
        Documents.textsByName(config.path("Labels")),
        ImageHealth.read(config));
  }
}
