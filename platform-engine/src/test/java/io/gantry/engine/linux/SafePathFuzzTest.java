package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** Paths of containers, in a root whose links lead everywhere. */
class SafePathFuzzTest {
  private static @Nullable Path root;

  private static Path root() throws IOException {
    Path made = root;
    if (made == null) {
      made = Files.createTempDirectory("path-fuzz").toRealPath();
      Files.createDirectories(made.resolve("a/b"));
      Files.createSymbolicLink(made.resolve("up"), Path.of("../../.."));
      Files.createSymbolicLink(made.resolve("a/top"), Path.of("/"));
      Files.createSymbolicLink(made.resolve("a/b/host"), Path.of("/etc"));
      Files.createSymbolicLink(made.resolve("loop"), Path.of("loop"));
      Files.createSymbolicLink(made.resolve("proc"), Path.of("/proc/self/root"));
      root = made;
    }
    return made;
  }

  @AfterAll
  static void remove() throws IOException {
    if (root != null) {
      try (var files = Files.walk(root)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @FuzzTest
  void neverLeadsOutOfTheRoot(byte[] name) throws IOException {
    String path = new String(name, StandardCharsets.UTF_8);
    try (SafePath safe = SafePath.root(root());
        Descriptor opened = safe.open(path, OpenFlags.O_PATH, 0)) {
      assertThat(Files.readSymbolicLink(opened.path()).toString()).startsWith(root().toString());
    } catch (SyscallException | IllegalArgumentException e) {
      assertThat(e).isNotNull(); // refused
    }
  }
}
