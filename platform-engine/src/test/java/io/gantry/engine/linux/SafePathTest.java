package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.engine.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class SafePathTest {
  private final Path directory;
  private final Path rootPath;
  private final SafePath root;

  SafePathTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    rootPath = Files.createDirectory(directory.resolve("root"));
    Files.writeString(directory.resolve("secret"), "host");
    Files.createDirectory(rootPath.resolve("etc"));
    Files.writeString(rootPath.resolve("etc/passwd"), "inside");
    root = SafePath.root(rootPath);
  }

  @AfterEach
  void closeRoot() {
    root.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "etc/passwd", "../../etc/passwd", "/../etc//./passwd"})
  void beginsEveryPathAtTheRoot(String path) throws IOException {
    assertThat(read(path)).isEqualTo("inside");
  }

  @Test
  @Rule("MOUNT-14")
  void followsAnAbsoluteLinkInsideTheRoot() throws IOException {
    Files.createSymbolicLink(rootPath.resolve("link"), Path.of("/etc"));

    assertThat(read("link/passwd")).isEqualTo("inside");
  }

  @Test
  @Rule("MOUNT-14")
  void keepsAClimbingLinkInsideTheRoot() throws IOException {
    Files.createSymbolicLink(rootPath.resolve("link"), Path.of("../secret"));

    assertThatThrownBy(() -> read("link"))
        .isInstanceOfSatisfying(
            SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
  }

  @Test
  void endsALoopOfLinks() throws IOException {
    Files.createSymbolicLink(rootPath.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(rootPath.resolve("b"), Path.of("a"));

    assertThatThrownBy(() -> read("a")).hasMessageContaining("ELOOP");
  }

  @Test
  void doesNotTakeMagicLinks() throws IOException {
    try (SafePath proc = SafePath.root(Path.of("/proc"))) {
      assertThatThrownBy(() -> proc.open("self/root", OpenFlags.O_PATH, 0))
          .hasMessageContaining("ELOOP");
    }
  }

  @Test
  void refusesAFifoWithoutBlocking() throws IOException {
    try (Directory etc = root.directory("etc")) {
      etc.makeNode("fifo", FileType.FIFO, 0666, DeviceNumber.NONE);
    }

    assertThatThrownBy(() -> read("etc/fifo")).hasMessageContaining("EINVAL");
  }

  @Test
  void refusesADirectoryAsAFile() {
    assertThatThrownBy(() -> read("etc")).hasMessageContaining("EISDIR");
  }

  @Test
  void readsNoMoreThanTheBound() throws IOException {
    Files.write(rootPath.resolve("etc/group"), new byte[1025]);

    assertThatThrownBy(() -> root.readRegularFile("etc/group", 1024)).hasMessageContaining("EFBIG");
  }

  @Test
  void makesWhatIsMissingOfADirectory() throws IOException {
    assertThat(root.makeDirectories("/srv/a/../b/c", 0755, uid(), gid())).isTrue();
    assertThat(root.makeDirectories("/srv/b/c", 0700, uid(), gid())).isFalse();

    assertThat(root.status("srv/b/c").permissions()).isEqualTo(0755);
    assertThat(rootPath.resolve("srv/a")).doesNotExist();
  }

  @Test
  void makesDirectoriesBehindALinkInTheRootNotOnTheHost() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.createDirectories(rootPath.resolve(outside.toString().substring(1)));
    Files.createSymbolicLink(rootPath.resolve("work"), outside);

    boolean made = root.makeDirectories("/work/here", 0755, uid(), gid());

    assertThat(made).isTrue();
    assertThat(outside).isEmptyDirectory();
    assertThat(rootPath.resolve(outside.toString().substring(1)).resolve("here")).isDirectory();
  }

  @Test
  void makesNothingBehindADanglingLink() throws IOException {
    Files.createSymbolicLink(rootPath.resolve("work"), Path.of("/nowhere"));

    assertThatThrownBy(() -> root.makeDirectories("/work/here", 0755, uid(), gid()))
        .isInstanceOf(SyscallException.class);

    assertThat(rootPath.resolve("nowhere")).doesNotExist();
  }

  @Test
  void leavesALinkThatExists() throws IOException {
    assertThat(root.symlink("/etc/mtab", "/proc/mounts", uid(), gid())).isTrue();
    assertThat(root.symlink("/etc/mtab", "/elsewhere", uid(), gid())).isFalse();

    assertThat(Files.readSymbolicLink(rootPath.resolve("etc/mtab"))).hasToString("/proc/mounts");
  }

  @Test
  void listsNamesThatAreNoUtf8() throws IOException {
    String name = PathBytes.decode(new byte[] {'a', (byte) 0xff, 'b'}, 0, 3);
    try (Directory etc = root.directory("etc")) {
      etc.makeDirectory(name, 0755);
    }

    assertThat(root.list("etc")).containsExactlyInAnyOrder("passwd", name);
  }

  private String read(String path) throws SyscallException {
    return new String(root.readRegularFile(path, 1024), StandardCharsets.UTF_8);
  }

  private int uid() throws SyscallException {
    return root.status("").uid();
  }

  private int gid() throws SyscallException {
    return root.status("").gid();
  }
}
