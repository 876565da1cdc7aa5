package io.gantry.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What an engine has on its disk: files in its directories and rows in its stores. */
final class OwnFiles {
  /**
   * Ends of runs and events are kept on purpose, to be told again or read, up to bounds of their
   * own; SQLite counts what it numbered.
   */
  private static final Set<String> KEPT =
      Set.of("run", "exit_history", "journal", "sqlite_sequence");

  private OwnFiles() {}

  static void count(Premises premises, Tally tally) throws IOException {
    for (Path directory : List.of(premises.home(), premises.runDir())) {
      for (Path file : below(directory)) {
        tally.add("file " + premises.kindOf(file.toString()));
        if (file.toString().endsWith(".sqlite")) {
          rows(file, tally);
        }
      }
    }
  }

  private static List<Path> below(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : children.toList()) {
        found.add(child);
        if (Files.isDirectory(child) && !Files.isSymbolicLink(child)) {
          found.addAll(below(child));
        }
      }
    } catch (NoSuchFileException e) {
      // It went while we looked.
    }
    return found;
  }

  private static void rows(Path store, Tally tally) throws IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
      tables.removeAll(KEPT);
      for (String table : tables) {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
          tally.add("row " + table, row.getLong(1));
        }
      }
    } catch (SQLException e) {
      throw new IOException(store + " cannot be read", e);
    }
  }
}
