package io.gantry.packaging.debian;

import io.gantry.packaging.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An empty package in the place of the host's JDK where that is not from a package. */
final class JavaPackage {
  private JavaPackage() {}

  static Path write(Path directory) throws IOException, InterruptedException {
    Path tree = directory.resolve("java");
    Path control = Files.createDirectories(tree.resolve("DEBIAN")).resolve("control");
    Files.writeString(
        control,
        """
        Package: jdk-of-this-host
        Version: 25
        Architecture: all
        Maintainer: nobody <nobody@example.org>
        Provides: java25-runtime-headless
        Description: stands in for a JDK that is not from a package
        """);
    Path file = directory.resolve("jdk-of-this-host.deb");
    Outcome.of("dpkg-deb", "--root-owner-group", "--build", tree.toString(), file.toString())
        .successfully();
    return file;
  }
}
