package io.gantry.engine.spec;

import java.util.List;
import java.util.Optional;

/** One line of a passwd file, as far as it matters. */
record Account(String name, long uid, long gid, String home) {
  private static final int FIELDS = 6;

  /** Reads all well-formed lines; others are left out, never read as something else. */
  static List<Account> parse(List<String> lines) {
    return lines.stream().map(Account::parse).flatMap(Optional::stream).toList();
  }

  private static Optional<Account> parse(String line) {
    String[] fields = line.split(":", -1);
    if (fields.length < FIELDS || fields[0].isEmpty()) {
      return Optional.empty();
    }
    long uid = AccountNumber.parse(fields[2]);
    long gid = AccountNumber.parse(fields[3]);
    if (uid < 0 || gid < 0) {
      return Optional.empty();
    }
    return Optional.of(new Account(fields[0], uid, gid, fields[5]));
  }
}
