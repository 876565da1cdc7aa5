package io.gantry.engine.runtime;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of the monitor (MONITOR-6).
 *
 * @param data a process's number or an exit code; negative is a failure
 * @param message explains a failure; may be empty
 */
record MonitorAnswer(int data, String message) {
  static MonitorAnswer parse(String line) {
    try {
      JsonNode answer = JsonMapper.shared().readTree(line);
      return new MonitorAnswer(
          answer.path("data").asInt(-1), answer.path("message").asString("").strip());
    } catch (JacksonException e) {
      return new MonitorAnswer(-1, "the monitor answered: " + line.strip());
    }
  }
}
