package io.gantry.engine.hooks;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One file of a hook directory, version 1.0.0 (HOOKS-12). */
record HookFile(Hook hook, HookCondition when, Set<HookStage> stages) {
  private static final String VERSION = "1.0.0";

  /**
   * Reads a file's text.
   *
   * @throws GantryException INVALID_ARGUMENT naming the file
   */
  static HookFile parse(Path file, String text) {
    try {
      JsonNode node = JsonMapper.shared().readTree(text);
      if (!VERSION.equals(node.path("version").asString(""))) {
        throw new IllegalArgumentException("its version is not " + VERSION);
      }
      return new HookFile(
          hook(node.path("hook")), condition(node.path("when")), stages(node.path("stages")));
    } catch (IllegalArgumentException | JacksonException e) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "hook file %s is not valid: %s".formatted(file, e.getMessage()),
          e);
    }
  }

  private static Hook hook(JsonNode node) {
    String path = node.path("path").asString("");
    if (!path.startsWith("/") || !Files.isExecutable(Path.of(path))) {
      throw new IllegalArgumentException(
          "hook.path '" + path + "' is no absolute path of a program");
    }
    JsonNode timeout = node.path("timeout");
    Integer seconds = timeout.isInt() ? Integer.valueOf(timeout.asInt()) : null;
    if (!timeout.isMissingNode() && (seconds == null || seconds < 1)) {
      throw new IllegalArgumentException("hook.timeout is a number of seconds from 1 on");
    }
    List<String> env = texts(node.path("env"));
    if (!env.stream().allMatch(line -> line.indexOf('=') > 0)) {
      throw new IllegalArgumentException("hook.env holds lines of NAME=value");
    }
    return new Hook(path, texts(node.path("args")), env, seconds);
  }

  private static HookCondition condition(JsonNode node) {
    Map<Pattern, Pattern> annotations = new LinkedHashMap<>();
    node.path("annotations")
        .properties()
        .forEach(
            rule -> annotations.put(pattern(rule.getKey()), pattern(rule.getValue().asString())));
    return new HookCondition(
        flag(node.path("always")),
        annotations,
        texts(node.path("commands")).stream().map(HookFile::pattern).toList(),
        flag(node.path("hasBindMounts")));
  }

  private static @Nullable Boolean flag(JsonNode node) {
    return node.isBoolean() ? Boolean.valueOf(node.asBoolean()) : null;
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is not a pattern", e);
    }
  }

  private static Set<HookStage> stages(JsonNode node) {
    Set<HookStage> stages = EnumSet.noneOf(HookStage.class);
    for (String word : texts(node)) {
      stages.add(
          HookStage.of(word)
              .orElseThrow(() -> new IllegalArgumentException("there is no stage '" + word + "'")));
    }
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("it names no stage");
    }
    return stages;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asString()));
    return texts;
  }
}
