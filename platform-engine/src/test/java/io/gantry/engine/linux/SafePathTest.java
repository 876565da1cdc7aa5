package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.engine.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class SafePathTest {
  private static final FileCalls LIBC = LibC.bind(FileCalls.class);
  private static final int RENAME_EXCHANGE = 2;

  private final Path directory;
  private final Path rootPath;
  private final Path secret;
  private final SafePath root;

  SafePathTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    rootPath = Files.createDirectory(directory.resolve("root"));
    secret = Files.writeString(directory.resolve("secret"), "host");
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

  @Test
  void neverReadsTheHostWhileADirectoryIsSwappedForALink() throws Exception {
    Files.createDirectory(rootPath.resolve("swapped"));
    Files.writeString(rootPath.resolve("swapped/secret"), "inside");
    Files.createSymbolicLink(rootPath.resolve("other"), Path.of(".."));
    AtomicBoolean done = new AtomicBoolean();
    Thread attacker = new Thread(() -> swapUntil(done), "swapper");
    attacker.start();

    try {
      for (int i = 0; i < 20_000; i++) {
        assertThat(readOrNothing("swapped/secret")).isIn("inside", "");
      }
    } finally {
      done.set(true);
      attacker.join();
    }
    assertThat(Files.readString(secret)).isEqualTo("host");
  }

  @Test
  void neverMakesADirectoryOnTheHostWhileItsParentIsSwappedForALink() throws Exception {
    Files.createDirectory(rootPath.resolve("swapped"));
    Files.createSymbolicLink(rootPath.resolve("other"), Path.of(".."));
    AtomicBoolean done = new AtomicBoolean();
    Thread attacker = new Thread(() -> swapUntil(done), "swapper");
    attacker.start();

    try {
      for (int i = 0; i < 2_000; i++) {
        makeOrNothing("swapped/made-" + i);
      }
    } finally {
      done.set(true);
      attacker.join();
    }
    assertThat(root.list("")).isNotEmpty();
    try (Stream<Path> outside = Files.list(directory)) {
      assertThat(outside).containsExactlyInAnyOrder(rootPath, secret);
    }
  }

  private void makeOrNothing(String path) throws SyscallException {
    try {
      root.makeDirectories(path, 0755, uid(), gid());
    } catch (SyscallException e) {
      // What was made just now went away with the directory it was made in.
      assertThat(e.errno()).isIn(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP);
    }
  }

  /** Exchanges the directory {@code swapped} with the link {@code other}, again and again. */
  private void swapUntil(AtomicBoolean done) {
    byte[] one = PathBytes.encode("swapped");
    byte[] other = PathBytes.encode("other");
    try (Directory top = Directory.open(rootPath)) {
      int number = top.descriptor().number();
      while (!done.get()) {
        LibC.check("renameat2", one, LIBC.renameat2(number, one, number, other, RENAME_EXCHANGE));
      }
    } catch (SyscallException e) {
      throw new IllegalStateException(e);
    }
  }

  private String readOrNothing(String path) throws SyscallException {
    try {
      return read(path);
    } catch (SyscallException e) {
      assertThat(e.errno()).isEqualTo(Errno.ENOENT);
      return "";
    }
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
