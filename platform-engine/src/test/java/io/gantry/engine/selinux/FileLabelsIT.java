package io.gantry.engine.selinux;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Xattrs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel keeps the attribute whether it has SELinux or not. */
@RequiresHost("root")
class FileLabelsIT {
  private static final String LABEL = "system_u:object_r:container_file_t:s0:c1,c2";
  private static final FileLabels WITH = new FileLabels(true);
  private static final FileLabels WITHOUT = new FileLabels(false);

  private Path directory;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
  }

  @Test
  @Rule("LABELS-3")
  void areWrittenWhereTheHostHasSelinux() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    WITH.set(file, LABEL);

    assertThat(label("file")).isEqualTo(LABEL);
  }

  @Test
  @Rule("LABELS-3")
  void areNotWrittenWithoutSelinuxOrWithoutALabel() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    WITHOUT.set(file, LABEL);
    WITH.set(file, "");
    try (Directory parent = Directory.open(directory)) {
      WITHOUT.setTree(parent, "file", LABEL);
      WITH.setTree(parent, "file", "");

      assertThat(Xattrs.list(parent, "file")).doesNotContain(FileLabels.ATTRIBUTE);
    }
  }

  @Test
  @Rule("LABELS-3")
  void areThoseOfATreeAndOfNothingItsLinksLeadTo() throws IOException {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.createFile(tree.resolve("inside"));
    Files.createFile(directory.resolve("outside"));
    Files.createSymbolicLink(tree.resolve("link"), Path.of("../outside"));

    try (Directory parent = Directory.open(directory)) {
      WITH.setTree(parent, "tree", LABEL);
    }

    assertThat(label("tree")).isEqualTo(LABEL);
    assertThat(label("outside")).isEmpty();
    try (Directory inside = Directory.open(tree)) {
      assertThat(WITH.get(inside, "inside")).isEqualTo(LABEL);
    }
  }

  private String label(String name) throws IOException {
    try (Directory parent = Directory.open(directory)) {
      return WITH.get(parent, name);
    }
  }
}
