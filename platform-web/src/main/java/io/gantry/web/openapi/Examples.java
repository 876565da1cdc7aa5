package io.gantry.web.openapi;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.web.problem.HttpStatuses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Example values of the API's types, read from the resources. */
final class Examples {
  private final JsonMapper json;

  Examples(JsonMapper json) {
    this.json = json;
  }

  /** The example of a type or of an operation. */
  Optional<JsonNode> of(String name) {
    try (InputStream example =
        Examples.class.getResourceAsStream("/openapi/examples/" + name + ".json")) {
      return example == null ? Optional.empty() : Optional.of(json.readTree(example));
    } catch (IOException e) {
      throw new UncheckedIOException("example " + name + " cannot be read", e);
    }
  }

  /** A page that holds the example. */
  JsonNode page(JsonNode item) {
    ObjectNode page = json.createObjectNode();
    page.putArray("items").add(item);
    return page.put("next", "eyJhZnRlciI6NDJ9");
  }

  /** A failure of the code. */
  JsonNode problem(ErrorCode code) {
    String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return json.createObjectNode()
        .put("type", "urn:gantry:problem:" + words.replace(' ', '-'))
        .put("title", words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1))
        .put("status", HttpStatuses.of(code).value())
        .put("detail", GantryException.of(code, words).getMessage())
        .put("code", code.name())
        .put("requestId", "8f0c1a52-5d0e-4d0b-9a54-0c3f5e1d2b77");
  }
}
