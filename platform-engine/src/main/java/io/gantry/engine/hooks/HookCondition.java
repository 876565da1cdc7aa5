package io.gantry.engine.hooks;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which containers a hook is for. All conditions that are given must hold; without any it is for
 * none (HOOKS-12).
 *
 * @param annotations patterns of name and value; for each pair one annotation must match
 * @param commands patterns of which one must match the first argument
 */
record HookCondition(
    @Nullable Boolean always,
    Map<Pattern, Pattern> annotations,
    List<Pattern> commands,
    @Nullable Boolean hasBindMounts) {

  /** What a container shows to the conditions (HOOKS-5). */
  record Subject(String command, Map<String, String> annotations, boolean hasVolumes) {}

  boolean matches(Subject subject) {
    boolean any =
        always != null || hasBindMounts != null || !annotations.isEmpty() || !commands.isEmpty();
    return any
        && !Boolean.FALSE.equals(always)
        && (hasBindMounts == null || hasBindMounts == subject.hasVolumes())
        && (commands.isEmpty() || find(commands, subject.command()))
        && annotations.entrySet().stream().allMatch(rule -> matches(rule, subject));
  }

  private static boolean find(List<Pattern> patterns, String text) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(text).find());
  }

  private static boolean matches(Map.Entry<Pattern, Pattern> rule, Subject subject) {
    return subject.annotations().entrySet().stream()
        .anyMatch(
            annotation ->
                rule.getKey().matcher(annotation.getKey()).find()
                    && rule.getValue().matcher(annotation.getValue()).find());
  }
}
