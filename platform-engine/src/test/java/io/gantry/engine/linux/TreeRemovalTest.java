package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TreeRemovalTest {
  private final Path directory;

  TreeRemovalTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void removesLinksAndNotWhatTheyPointTo() throws IOException {
    Path kept = Files.createDirectory(directory.resolve("kept"));
    Files.writeString(kept.resolve("file"), "kept");
    Path tree = Files.createDirectories(directory.resolve("tree/a/b"));
    Files.createSymbolicLink(tree.resolve("link"), kept);

    remove("tree");

    assertThat(directory.resolve("tree")).doesNotExist();
    assertThat(kept.resolve("file")).hasContent("kept");
  }

  @Test
  void removesATreeDeeperThanAnyPathCanSay() throws IOException {
    int depth = 5_000;
    try (Directory top = Directory.open(directory)) {
      top.makeDirectory("tree", 0755);
      Directory current = top.directory("tree");
      for (int i = 0; i < depth; i++) {
        current.makeDirectory("d", 0700);
        Directory next = current.directory("d");
        current.close();
        current = next;
      }
      current.close();
    }

    remove("tree");

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void isContentWithNothingToRemove() throws IOException {
    remove("missing");

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void survivesNamesItWouldUseItself() throws IOException {
    Files.createDirectories(directory.resolve("tree/.removed-0/x"));
    Files.createDirectories(directory.resolve("tree/a/b/c"));
    Files.createDirectories(directory.resolve("tree/a/d/e"));

    remove("tree");

    assertThat(directory).isEmptyDirectory();
  }

  private void remove(String name) throws SyscallException {
    try (Directory parent = Directory.open(directory)) {
      TreeRemoval.remove(parent, name);
    }
  }
}
