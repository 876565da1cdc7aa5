package io.gantry.agent.identity;

import io.gantry.agent.client.AgentJson;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What the control plane calls this node, kept in {@code node.json}.
 *
 * @param server the control plane that gave the identity
 */
public record NodeIdentity(String nodeId, String name, String server) {
  private static final String FILE = "node.json";

  /** The identity kept in the home directory, if this host was enrolled. */
  public static Optional<NodeIdentity> load(Path home) throws IOException {
    Path file = home.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(AgentJson.MAPPER.readValue(Files.readAllBytes(file), NodeIdentity.class));
    } catch (JacksonException e) {
      throw GantryException.of(
          ErrorCode.INTERNAL, file + " cannot be read: move it away and enrol this node again", e);
    }
  }

  void save(Path home) throws IOException {
    PrivateFile.write(home.resolve(FILE), AgentJson.MAPPER.writeValueAsString(this));
  }
}
