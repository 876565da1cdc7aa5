package io.gantry.agent;

import picocli.CommandLine.Option;

/** How the agent logs. Applied before the first logger is made. */
final class Logging {
  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = "--log-format",
      description = "One of text, json (default: ${DEFAULT-VALUE}).",
      defaultValue = "text")
  Format format = Format.TEXT;

  @Option(
      names = "--log-level",
      description = "One of error, warn, info, debug (default: ${DEFAULT-VALUE}).",
      defaultValue = "info")
  String level = "info";

  void apply() {
    System.setProperty("gantry.log.level", level);
    if (format == Format.JSON) {
      System.setProperty("logback.configurationFile", "logback-json.xml");
    }
  }
}
