package io.gantry.engine.image.document;

import io.gantry.api.image.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON documents of images, from outside: what is not as the specification says is refused. */
public final class Documents {
  /** Longest manifest, index or configuration that is read; registries refuse longer ones too. */
  public static final int MAX_BYTES = 4 << 20;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Documents() {}

  public static JsonNode parse(String what, byte[] content) {
    if (content.length > MAX_BYTES) {
      throw ImageInvalid.because("its " + what + " is longer than " + MAX_BYTES + " bytes");
    }
    try {
      return JSON.readTree(content);
    } catch (JacksonException e) {
      throw ImageInvalid.because("its " + what + " is no JSON", e);
    }
  }

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  public static ArrayNode array() {
    return JSON.createArrayNode();
  }

  public static byte[] bytes(JsonNode document) {
    return JSON.writeValueAsBytes(document);
  }

  public static @Nullable String text(JsonNode node) {
    return node.isString() && !node.stringValue().isEmpty() ? node.stringValue() : null;
  }

  public static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isString()) {
        throw ImageInvalid.because("a list of texts holds something else");
      }
      texts.add(element.stringValue());
    }
    return texts;
  }

  public static Map<String, String> textsByName(JsonNode node) {
    Map<String, String> texts = new HashMap<>();
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (property.getValue().isString()) {
        texts.put(property.getKey(), property.getValue().stringValue());
      }
    }
    return texts;
  }

  public static Digest digest(JsonNode node) {
    try {
      return new Digest(node.asString(""));
    } catch (IllegalArgumentException e) {
      throw ImageInvalid.because("it names something by what is no sha256 digest", e);
    }
  }
}
