package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/rules.md} true: which tests name each rule; there is none without a test. After
 * a change of tests, write it anew with {@code -Drules.write=true}.
 */
class RulesTest {
  private static final Path PAGE = Path.of("../docs/rules.md");
  private static final String TESTS_OF_THE_ENGINE = "io.gantry.engine";

  @Test
  void pageNamesTheTestsOfEachRule() throws IOException {
    String page = page(rules(), testsByRule());

    if (Boolean.getBoolean("rules.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).content().isEqualTo(page);
  }

  @Test
  void everyRuleIsNamedByATest() throws IOException {
    assertThat(testsByRule().keySet()).containsAll(rules());
  }

  @Test
  void testsNameRulesThatExist() throws IOException {
    assertThat(rules()).containsAll(testsByRule().keySet());
  }

  private static String page(List<String> rules, Map<String, SortedSet<String>> tests) {
    String rows =
        rules.stream()
            .filter(tests::containsKey)
            .map(rule -> "| %s | %s |\n".formatted(rule, String.join(", ", tests.get(rule))))
            .collect(Collectors.joining());
    return """
    # The engine's rules and their tests

    Made by `RulesTest` from the annotations of the tests; the build fails when this page is not what they say.
    A test that names a rule fails when the rule is broken.

    %d of %d rules are named by a test.

    | rule | tests |
    | --- | --- |
    %s"""
        .formatted(rules.stream().filter(tests::containsKey).count(), rules.size(), rows);
  }

  /** All rules, in the order of the specification. */
  private static List<String> rules() throws IOException {
    List<String> rules = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/rules.txt"))) {
      if (!line.startsWith("#")) {
        String[] words = line.split(" ", -1);
        for (int i = 1; i < words.length; i++) {
          numbers(words[i]).forEach(number -> rules.add(words[0] + "-" + number));
        }
      }
    }
    return rules;
  }

  private static IntStream numbers(String range) {
    String[] ends = range.split("-", -1);
    return IntStream.rangeClosed(
        Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }

  private static Map<String, SortedSet<String>> testsByRule() {
    Map<String, SortedSet<String>> tests = new TreeMap<>();
    for (JavaClass imported : new ClassFileImporter().importPackages(TESTS_OF_THE_ENGINE)) {
      if (imported.getSimpleName().matches(".*(Test|IT)")) {
        Class<?> type = imported.reflect();
        named(type).forEach(rule -> add(tests, rule, type.getSimpleName()));
        for (Method method : type.getDeclaredMethods()) {
          String name = type.getSimpleName() + "." + method.getName();
          named(method).forEach(rule -> add(tests, rule, name));
        }
      }
    }
    return tests;
  }

  private static Stream<String> named(AnnotatedElement element) {
    Rule rule = element.getAnnotation(Rule.class);
    return rule == null ? Stream.empty() : Stream.of(rule.value());
  }

  private static void add(Map<String, SortedSet<String>> tests, String rule, String test) {
    tests.computeIfAbsent(rule, key -> new TreeSet<>()).add(test);
  }
}
