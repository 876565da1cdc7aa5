package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class DirectoryTest {
  private final Path path;
  private final Directory directory;

  DirectoryTest(@TempDir Path path) throws IOException {
    this.path = path;
    this.directory = Directory.open(path);
  }

  @AfterEach
  void closeDirectory() {
    directory.close();
  }

  @Test
  void makesADirectoryWithExactlyThePermissionsAskedFor() throws IOException {
    directory.makeDirectory("a", 01777);

    assertThat(directory.status("a").permissions()).isEqualTo(01777);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "/a"})
  void takesNoPathForAName(String name) {
    assertThatThrownBy(() -> directory.makeDirectory(name, 0700))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> directory.status(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void opensNoLink() throws IOException {
    Path outside = Files.createDirectory(path.resolve("outside"));
    directory.symlink("link", outside.toString());

    assertThatThrownBy(() -> directory.directory("link")).hasMessageContaining("ENOTDIR");
    assertThatThrownBy(() -> directory.open("link", OpenFlags.O_RDONLY, 0))
        .hasMessageContaining("ELOOP");
    assertThat(directory.status("link").type()).isEqualTo(FileType.SYMBOLIC_LINK);
  }

  @Test
  void refusesAFifoAsAFileWithoutBlocking() throws IOException {
    directory.makeNode("fifo", FileType.FIFO, 0600, DeviceNumber.NONE);

    assertThatThrownBy(() -> directory.openRegularFile("fifo")).hasMessageContaining("EINVAL");
  }

  @Test
  void renamesOverNothingWhenItMustBeNew() throws IOException {
    directory.makeDirectory("a", 0700);
    directory.makeDirectory("b", 0700);

    assertThatThrownBy(() -> directory.renameNew("a", directory, "b"))
        .hasMessageContaining("EEXIST");
    directory.renameNew("a", directory, "c");

    assertThat(directory.list()).containsExactlyInAnyOrder("b", "c");
  }

  @Test
  void listsMoreNamesThanOneReadGives() throws IOException {
    for (int i = 0; i < 3000; i++) {
      directory.symlink("name-" + i, "x");
    }

    assertThat(directory.list()).hasSize(3000).doesNotHaveDuplicates();
  }
}
