package io.gantry.engine.spec;

import java.util.List;
import java.util.Optional;

/** One line of a group file. */
record Group(String name, long gid, List<String> members) {
  private static final int FIELDS = 4;

  /** Reads all well-formed lines; others are left out. */
  static List<Group> parse(List<String> lines) {
    return lines.stream().map(Group::parse).flatMap(Optional::stream).toList();
  }

  private static Optional<Group> parse(String line) {
    String[] fields = line.split(":", -1);
    if (fields.length < FIELDS || fields[0].isEmpty()) {
      return Optional.empty();
    }
    long gid = AccountNumber.parse(fields[2]);
    if (gid < 0) {
      return Optional.empty();
    }
    return Optional.of(new Group(fields[0], gid, List.of(fields[3].split(",", -1))));
  }
}
