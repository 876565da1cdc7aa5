package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.ProgramRun;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What netavark says at its end: an object with the state of each network, or with an error. */
final class NetavarkAnswer {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
  private static final int MAXIMUM_REASON = 1000;

  private NetavarkAnswer() {}

  /**
   * The state of each network, by its name; empty if it said nothing.
   *
   * @throws GantryException NETWORK with the reason if it failed, or answered something else
   */
  static ObjectNode of(String verb, ProgramRun run) {
    JsonNode answer = parse(run.output());
    if (run.code() != 0 || answer.has("error")) {
      throw failure(verb, reason(answer, run));
    }
    if (answer instanceof ObjectNode states) {
      return states;
    }
    throw failure(verb, "it answered with no state of networks");
  }

  /** A failure of it. */
  static GantryException failure(String verb, String reason) {
    return GantryException.of(ErrorCode.NETWORK, "netavark %s failed: %s".formatted(verb, reason));
  }

  private static JsonNode parse(String output) {
    try {
      return output.isBlank()
          ? JsonMapper.shared().createObjectNode()
          : JsonMapper.shared().readTree(output);
    } catch (JacksonException e) {
      throw GantryException.of(ErrorCode.NETWORK, "netavark's answer cannot be read", e);
    }
  }

  private static String reason(JsonNode answer, ProgramRun run) {
    JsonNode error = answer.path("error");
    String said = error.isMissingNode() ? run.errors() : error.asString(error.toString());
    String reason = CONTROL.matcher(said).replaceAll(" ").strip();
    if (reason.isEmpty()) {
      return "it ended with %d and said nothing".formatted(run.code());
    }
    return reason.length() <= MAXIMUM_REASON ? reason : reason.substring(0, MAXIMUM_REASON) + "…";
  }
}
