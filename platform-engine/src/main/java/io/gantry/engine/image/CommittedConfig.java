package io.gantry.engine.image;

import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.image.document.Documents;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the configuration file of an image with one layer more; what Gantry knows nothing of stays
 * as it was.
 *
 * @param base the image's without that layer
 */
record CommittedConfig(ConfigFile base) {
  ConfigFile with(Digest layer, ImageConfig config, Instant created, String by) {
    ObjectNode root = (ObjectNode) Documents.parse("configuration", base.bytes());
    root.put("created", created.toString());
    if (!config.equals(base.config())) {
      root.set("config", changed(root.path("config"), config));
    }
    root.withObject("/rootfs").withArray("diff_ids").add(layer.value());
    root.withArray("history").addObject().put("created", created.toString()).put("created_by", by);
    return ConfigFile.parse(Documents.bytes(root));
  }

  private static ObjectNode changed(JsonNode before, ImageConfig config) {
    ObjectNode node = Documents.object();
    before
        .properties()
        .forEach(
            field -> {
              if (!NewConfig.FIELDS.contains(field.getKey())) {
                node.set(field.getKey(), field.getValue());
              }
            });
    node.setAll(NewConfig.runConfig(config));
    return node;
  }
}
