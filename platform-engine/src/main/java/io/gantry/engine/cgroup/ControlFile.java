package io.gantry.engine.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A control file, in the little formats they have. One that is missing counts nothing. */
final class ControlFile {
  private final Path path;

  ControlFile(Path path) {
    this.path = path;
  }

  /** Its only number; empty if it says {@code max}. */
  OptionalLong number() {
    String text = read().strip();
    if (text.equals("max")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(text.isEmpty() ? 0 : Long.parseLong(text));
  }

  /** The sum of the numbers that follow a word and a blank or equals sign, over all lines. */
  long sumOf(String word) {
    return Pattern.compile("\\b" + Pattern.quote(word) + "[ =]([0-9]+)")
        .matcher(read())
        .results()
        .mapToLong(result -> Long.parseLong(result.group(1)))
        .sum();
  }

  /** Its words. */
  Set<String> words() {
    return Stream.of(read().strip().split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Writes one setting; the kernel takes one at a time. */
  void write(String setting) throws IOException {
    Files.writeString(path, setting);
  }

  /** The first words of its lines. */
  Set<String> keys() {
    return read()
        .lines()
        .map(line -> line.replaceFirst("\\s.*", ""))
        .filter(key -> !key.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Its text; empty if it is missing. */
  String read() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return ""; // no such controller, or the group is gone
    }
  }
}
