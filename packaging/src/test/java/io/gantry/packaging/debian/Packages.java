package io.gantry.packaging.debian;

import io.gantry.packaging.Outcome;
import io.gantry.packaging.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The packages, built once for each directory. */
record Packages(Path directory) {
  static final List<String> NAMES = List.of("gantryctl", "gantry-agent", "gantry-control-plane");

  static Packages build(Path directory) throws IOException, InterruptedException {
    Outcome.of(Repository.path("packaging/debian/build").toString(), directory.toString())
        .successfully();
    return new Packages(directory);
  }

  Path file(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name + "_"))
          .findAny()
          .orElseThrow(() -> new AssertionError("no package " + name + " in " + directory));
    }
  }

  String field(String name, String field) throws IOException, InterruptedException {
    return Outcome.of("dpkg-deb", "--field", file(name).toString(), field).successfully().strip();
  }

  /** What is in it, a line for each file as {@code tar -tv} writes it. */
  List<String> contents(String name) throws IOException, InterruptedException {
    return Outcome.of("dpkg-deb", "--contents", file(name).toString())
        .successfully()
        .lines()
        .toList();
  }

  /** The text of one of its control files; empty if there is none. */
  String control(String name, String controlFile) throws IOException, InterruptedException {
    Outcome outcome = Outcome.of("dpkg-deb", "--info", file(name).toString(), controlFile);
    return outcome.code() == 0 ? outcome.output() : "";
  }
}
