package io.gantry.engine.storage;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.Xattrs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that want out, or want more than there is. */
@RequiresHost("root")
@Timeout(60)
class HostileArchiveIT {
  private static final LayerLimits TIGHT =
      new LayerLimits(8 << 20, 1000, 50, Duration.ofSeconds(20));

  private final Path home;
  private final Path outside;
  private final LayerStore store;

  HostileArchiveIT(@TempDir Path directory) throws IOException {
    this.home = Files.createDirectory(directory.resolve("home"));
    this.outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "host");
    this.store = LayerStore.open(home, TIGHT);
  }

  static Stream<Named<TarBuilder>> archives() {
    return Stream.of(
        Named.of("a climbing name", aTar().file("../outside/secret", "x")),
        Named.of("a name that climbs in its middle", aTar().file("a/../../outside/x", "x")),
        Named.of("an absolute name", aTar().file("/tmp/absolute", "x")),
        Named.of("a climbing directory", aTar().directory("../outside/made")),
        Named.of("a name with NUL", withNul()),
        Named.of("a name too long", aTar().file("a/".repeat(3000) + "b", "x")),
        Named.of("a component too long", aTar().file("a".repeat(256), "x")),
        Named.of("a name too deep", aTar().file("a/".repeat(51) + "b", "x")),
        Named.of("a file through an absolute link", throughLink("/tmp")),
        Named.of("a file through a climbing link", throughLink("../../../../outside")),
        Named.of("a file through a link within", throughLink("d")),
        Named.of("a directory through a link", aTar().symlink("l", "/tmp").directory("l/made")),
        Named.of("a hard link to the host", aTar().hardLink("passwd", "/etc/passwd")),
        Named.of("a climbing hard link", aTar().hardLink("s", "../../../../outside/secret")),
        Named.of(
            "a hard link through a link",
            aTar().symlink("l", "../../../../outside").hardLink("s", "l/secret")),
        Named.of("a hard link to nothing", aTar().hardLink("a", "b")),
        Named.of("a hard link to itself", aTar().file("a", "1").hardLink("a", "a")),
        Named.of("a hard link to a directory", aTar().directory("d").hardLink("a", "d")),
        Named.of("a whiteout through a link", aTar().symlink("l", "/tmp").whiteout("l/.wh.x")),
        Named.of("an opaque mark through a link", opaqueThroughLink()),
        Named.of("a whiteout of the parent", aTar().directory("d").whiteout("d/.wh...")),
        Named.of("a whiteout of nothing", aTar().whiteout(".wh.")),
        Named.of("a climbing whiteout", aTar().whiteout("../.wh.outside")),
        Named.of("a file over a full directory", aTar().file("d/a", "1").file("d", "2")),
        Named.of("a file below a file", aTar().file("a", "1").file("a/b", "2")),
        Named.of("a file as the root", aTar().file(".", "2")),
        Named.of("a link as the root", aTar().symlink(".", "/")),
        Named.of("an attribute that steers overlay", redirected()),
        Named.of("a user id too large", aTar().file("a", "1", e -> e.setUserId(0xffffffffL))),
        Named.of("a user id negative", aTar().file("a", "1", e -> e.setUserId(-1L))),
        Named.of("an entry of an unknown kind", aTar().header((byte) 'Z', new byte[0])));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("archives")
  void isRefusedAndLeavesNothing(TarBuilder tar) throws IOException {
    assertRefused(tar.build());

    assertThat(outside).isDirectoryContaining(path -> path.endsWith("secret"));
    assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("host");
    try (Stream<Path> files = Files.list(outside)) {
      assertThat(files).hasSize(1);
    }
    assertThat(Path.of("/tmp/absolute")).doesNotExist();
    assertThat(Path.of("/tmp/made")).doesNotExist();
  }

  @Test
  void keepsTheLastOfEntriesOfOneName() {
    byte[] tar =
        aTar()
            .file("a", "first")
            .symlink("a", "/etc/passwd")
            .file("a", "second")
            .directory("d")
            .symlink("d", "/etc")
            .directory("d")
            .file("d/passwd", "mine")
            .build();

    Path tree = store.tree(add(tar).diffId());

    assertThat(tree.resolve("a")).hasContent("second");
    assertThat(tree.resolve("d/passwd")).hasContent("mine");
  }

  @Test
  void keepsLinksAsTheyAre() throws IOException {
    byte[] tar = aTar().symlink("etc", "../../../outside").symlink("loop", "loop").build();

    Path tree = store.tree(add(tar).diffId());

    assertThat(Files.readSymbolicLink(tree.resolve("etc"))).hasToString("../../../outside");
    assertThat(Files.readSymbolicLink(tree.resolve("loop"))).hasToString("loop");
  }

  @Test
  void changesOnlyTheLinkWhenALinkIsHardLinked() throws IOException {
    byte[] tar =
        aTar().symlink("l", outside.resolve("secret").toString()).hardLink("m", "l").build();
    FileStatus before = status(outside, "secret");

    Path tree = store.tree(add(tar).diffId());

    assertThat(Files.isSymbolicLink(tree.resolve("m"))).isTrue();
    assertThat(status(outside, "secret")).isEqualTo(before);
  }

  @Test
  void takesOnlyHarmlessAttributes() throws IOException {
    byte[] tar =
        aTar()
            .attribute("user.note", new byte[] {'n'})
            .file("a", "1")
            .attribute("trusted.other", new byte[] {'n'})
            .file("b", "1")
            .build();

    Path tree = store.tree(add(tar).diffId());

    try (Directory root = Directory.open(tree)) {
      assertThat(Xattrs.list(root, "a")).contains("user.note");
      assertThat(Xattrs.list(root, "b")).isEmpty();
    }
  }

  @Test
  void isRefusedWhenItsFilesAreTooLarge() {
    assertRefused(aTar().file("a", new byte[5 << 20]).file("b", new byte[4 << 20]).build());
  }

  @Test
  void isRefusedWhenItUnpacksToTooMuch() throws IOException {
    InputStream endless = new Endless();

    try (LayerLease lease = store.lease()) {
      assertThatThrownBy(() -> lease.add(() -> endless)).satisfies(HostileArchiveIT::isInvalid);
    }
    assertNothingStayed();
  }

  @Test
  void isRefusedWhenItHasTooManyEntries() {
    TarBuilder tar = aTar();
    for (int i = 0; i <= 1000; i++) {
      tar.file("f" + i, "");
    }

    assertRefused(tar.build());
  }

  @Test
  void isRefusedWhenASparseFileIsTooLarge() throws IOException {
    byte[] header = new byte[512];
    put(header, 0, "sparse");
    put(header, 100, "0000644\0" + "0000000\0" + "0000000\0" + "00000000000\0" + "00000000000\0");
    header[156] = 'S';
    put(header, 257, "ustar  \0");
    put(header, 483, "77777777777\0");
    checksum(header);

    assertRefused(Arrays.copyOf(header, 2048));
  }

  @Test
  void isRefusedWhenItsHeadersAreALongStory() {
    byte[] name = "a".repeat(2 << 20).getBytes(StandardCharsets.UTF_8);

    assertRefused(aTar().header(TarConstants.LF_GNUTYPE_LONGNAME, name).file("a", "1").build());
    assertRefused(
        aTar().header(TarConstants.LF_PAX_EXTENDED_HEADER_LC, name).file("a", "1").build());
  }

  @Test
  void isRefusedWhenItsHeadersAreAChain() {
    TarBuilder tar = aTar();
    for (int i = 0; i < 3000; i++) {
      tar.header(TarConstants.LF_GNUTYPE_LONGNAME, new byte[] {'a', 0});
    }

    assertRefused(tar.file("a", "1").build());
  }

  @Test
  void isRefusedWhenItIsCutOffAnywhere() {
    byte[] tar = aTar().directory("d").file("d/a", "text").file("b", new byte[3000]).build();

    for (int length = 100; length < 5500; length += 333) {
      assertRefused(Arrays.copyOf(tar, length));
    }
  }

  @Test
  void isRefusedWhenItsCompressionIsCutOffOrDamaged() throws IOException {
    byte[] gzip = gzip(aTar().file("a", new byte[300_000]).build());
    byte[] damaged = gzip.clone();
    damaged[gzip.length - 6] ^= 0x55;

    assertRefused(Arrays.copyOf(gzip, gzip.length - 9));
    assertRefused(Arrays.copyOf(gzip, 15));
    assertRefused(damaged);
  }

  @Test
  void isReadThroughAnyNumberOfEmptyGzipMembers() throws IOException {
    byte[] empty = gzip(new byte[0]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < 100_000; i++) {
      bytes.writeBytes(empty);
    }
    bytes.writeBytes(gzip(aTar().file("a", "1").build()));

    assertThat(add(bytes.toByteArray()).sizeBytes()).isEqualTo(1);
  }

  @Test
  void isRefusedWhenAGzipHeaderNeverEnds() {
    byte[] begin = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
    byte[] name = new byte[1 << 20];
    Arrays.fill(name, (byte) 'a');

    try (LayerLease lease = store.lease()) {
      assertThatThrownBy(
              () ->
                  lease.add(
                      () ->
                          new SequenceInputStream(
                              new ByteArrayInputStream(begin), new ByteArrayInputStream(name))))
          .satisfies(HostileArchiveIT::isInvalid);
    }
  }

  @Test
  void isRefusedWhenItDoesNotArriveInTime() {
    LayerLimits hasty = new LayerLimits(1 << 20, 1000, 50, Duration.ofMillis(1));
    LayerStore impatient = LayerStore.open(home, hasty);

    try (LayerLease lease = impatient.lease()) {
      assertThatThrownBy(() -> lease.add(Slow::new)).satisfies(HostileArchiveIT::isInvalid);
    }
    assertNothingStayed();
  }

  private static TarBuilder throughLink(String target) {
    return aTar().directory("d").symlink("l", target).file("l/absolute", "x");
  }

  private static TarBuilder opaqueThroughLink() {
    return aTar().symlink("l", "/tmp").whiteout("l/.wh..wh..opq");
  }

  private static TarBuilder redirected() {
    byte[] target = "/../../outside".getBytes(StandardCharsets.UTF_8);
    return aTar().attribute("trusted.overlay.redirect", target).directory("d");
  }

  private static TarBuilder withNul() {
    byte[] name = "a\0b".getBytes(StandardCharsets.UTF_8);
    return aTar().header(TarConstants.LF_GNUTYPE_LONGNAME, name).file("a", "1");
  }

  private void assertRefused(byte[] archive) {
    assertThatThrownBy(() -> add(archive)).satisfies(HostileArchiveIT::isInvalid);
    assertNothingStayed();
  }

  private void assertNothingStayed() {
    assertThat(home.resolve("layers")).isEmptyDirectory();
  }

  private static void isInvalid(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID));
  }

  private Layer add(byte[] archive) {
    try (LayerLease lease = store.lease()) {
      return lease.add(() -> new ByteArrayInputStream(archive));
    }
  }

  private static FileStatus status(Path directory, String name) throws IOException {
    try (Directory open = Directory.open(directory)) {
      return open.status(name);
    }
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  private static void checksum(byte[] header) {
    put(header, 148, "        ");
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
  }

  /** Zeros without end, after the header of a file of 4 GiB. */
  private static final class Endless extends InputStream {
    private final byte[] header = new byte[512];
    private int position;

    Endless() {
      put(header, 0, "a");
      put(header, 100, "0000644\0" + "0000000\0" + "0000000\0" + "40000000000\0");
      put(header, 136, "00000000000\0");
      header[156] = '0';
      put(header, 257, "ustar\00000");
      checksum(header);
    }

    @Override
    public int read() {
      return position < header.length ? header[position++] & 0xff : 0;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      buffer[offset] = (byte) read();
      return 1;
    }
  }

  /** Gives its bytes one by one, for ever. */
  private static final class Slow extends InputStream {
    private final byte[] begin = aTar().file("a", new byte[1 << 19]).build();
    private int position;

    @Override
    public int read() {
      long until = System.nanoTime() + 100_000;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      return begin[position++ % begin.length] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      buffer[offset] = (byte) read();
      return 1;
    }
  }
}
