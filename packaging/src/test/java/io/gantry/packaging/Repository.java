package io.gantry.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The repository these tests stand in. */
public final class Repository {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final JsonMapper JSON = new JsonMapper();

  private Repository() {}

  public static Path path(String name) {
    return ROOT.resolve(name);
  }

  public static String text(String name) throws IOException {
    return Files.readString(path(name));
  }

  public static JsonNode json(String name) throws IOException {
    return JSON.readTree(text(name));
  }

  public static JsonNode yaml(String name) throws IOException {
    return documents(text(name)).getFirst();
  }

  /** The documents of a YAML stream; empty ones are left out. */
  public static List<JsonNode> documents(String stream) {
    List<JsonNode> found = new ArrayList<>();
    for (Object document : new Yaml().loadAll(stream)) {
      if (document != null) {
        found.add(JSON.valueToTree(document));
      }
    }
    return found;
  }
}
