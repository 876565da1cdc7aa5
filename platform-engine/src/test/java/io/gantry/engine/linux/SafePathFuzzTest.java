package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Paths of containers, in a root whose links lead everywhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SafePathFuzzTest {
  private final FuzzDirectory directory;
  private final SafePath root;

  SafePathFuzzTest() throws IOException {
    directory = FuzzDirectory.make("path-fuzz");
    root = SafePath.root(directory.path());
  }

  @BeforeAll
  void makeLinks() throws IOException {
    Files.createDirectories(directory.path().resolve("a/b"));
    link("up", "../../..");
    link("a/top", "/");
    link("a/b/host", "/etc");
    link("loop", "loop");
    link("proc", "/proc/self/root");
  }

  private void link(String path, String target) throws IOException {
    Files.createSymbolicLink(directory.path().resolve(path), Path.of(target));
  }

  @AfterAll
  void remove() throws SyscallException {
    root.close();
    directory.close();
  }

  @FuzzTest
  void neverLeadsOutOfTheRoot(byte[] name) throws IOException {
    String path = new String(name, StandardCharsets.UTF_8);
    try (Descriptor opened = root.open(path, OpenFlags.O_PATH, 0)) {
      String leadsTo = Files.readSymbolicLink(opened.path()).toString();

      assertThat(leadsTo.startsWith(directory.path().toString())).as(leadsTo).isTrue();
    } catch (SyscallException | IllegalArgumentException e) {
      assertThat(e).isNotNull(); // refused
    }
  }

  @FuzzTest
  void namesAChild(byte[] name) {
    String child = SafePath.name(new String(name, StandardCharsets.UTF_8));

    assertThat(child.isEmpty() || child.equals("..") || child.indexOf('/') >= 0)
        .as(child)
        .isFalse();
  }
}
