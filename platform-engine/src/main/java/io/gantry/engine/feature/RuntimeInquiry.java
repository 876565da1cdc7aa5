package io.gantry.engine.feature;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Program;
import io.gantry.engine.linux.ProgramRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a runtime once for its version and features. Those before runc 1.1 and crun 1.8.6 do not
 * list features.
 */
public final class RuntimeInquiry {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern VERSION =
      Pattern.compile("^([A-Za-z][\\w-]*)(?: version|\\s*:)? +(\\S+)");

  private final Path program;
  private final Map<String, String> environment;

  /**
   * @param environment what the runtime sees
   */
  public RuntimeInquiry(Path program, Map<String, String> environment) {
    this.program = program;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Asks it.
   *
   * @throws GantryException UNSUPPORTED if it does not tell its version
   */
  public RuntimeProgram ask() {
    ProgramRun answer = call("--version").orElseThrow(() -> unclear("it does not answer"));
    Matcher version = VERSION.matcher(answer.output().strip());
    if (answer.code() != 0 || !version.find()) {
      throw unclear("it says '%s'".formatted((answer.output() + answer.errors()).strip()));
    }
    return call("features")
        .filter(run -> run.code() == 0)
        .flatMap(run -> parse(run.output()))
        .map(features -> found(version, ListedFeatures.of(features), true))
        .orElseGet(() -> found(version, VersionFeatures.of(answer.output()), false));
  }

  private RuntimeProgram found(Matcher version, Set<RuntimeFeature> features, boolean told) {
    return new RuntimeProgram(version.group(1), version.group(2), program, features, told);
  }

  private static Optional<JsonNode> parse(String output) {
    try {
      return Optional.of(JsonMapper.shared().readTree(output)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty(); // no list of features; the version tells less
    }
  }

  private Optional<ProgramRun> call(String argument) {
    try {
      return ProgramRun.of(
          Program.of(List.of(program.toString(), argument), environment), new byte[0], LIMIT);
    } catch (IOException e) {
      throw unclear(e.getMessage());
    }
  }

  private GantryException unclear(@Nullable String reason) {
    return GantryException.of(
        ErrorCode.UNSUPPORTED,
        "the runtime %s does not tell its version: %s; install runc or crun"
            .formatted(program, reason));
  }
}
