package io.gantry.engine.storage;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.Xattrs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(60)
class LayerStoreIT {
  private final Path home;
  private final LayerStore store;

  LayerStoreIT(@TempDir Path home) {
    this.home = home;
    this.store = LayerStore.open(home, LayerLimits.DEFAULT);
  }

  @Test
  void keepsOwnersModesTimesAndContents() throws IOException {
    byte[] tar =
        aTar()
            .directory("usr", 01777)
            .file(
                "usr/tool",
                "run",
                entry -> {
                  entry.setMode(04755);
                  entry.setUserId(70_000);
                  entry.setGroupId(3_000_000_000L);
                })
            .build();

    Path tree = add(tar);

    try (Directory usr = Directory.open(tree.resolve("usr"))) {
      FileStatus tool = usr.status("tool");
      assertThat(tool.permissions()).isEqualTo(04755);
      assertThat(tool.uid()).isEqualTo(70_000);
      assertThat(Integer.toUnsignedLong(tool.gid())).isEqualTo(3_000_000_000L);
      assertThat(tool.modified()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
      assertThat(usr.status().permissions()).isEqualTo(01777);
      assertThat(usr.status().modified()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    }
    assertThat(tree.resolve("usr/tool")).hasContent("run");
  }

  @Test
  void keepsLinksDevicesAndFifos() throws IOException {
    byte[] tar =
        aTar()
            .file("a", "text")
            .hardLink("b", "a")
            .symlink("c", "/somewhere/else")
            .characterDevice("null", 1, 3)
            .fifo("fifo")
            .build();

    Path tree = add(tar);

    try (Directory root = Directory.open(tree)) {
      assertThat(root.status("b").inode()).isEqualTo(root.status("a").inode());
      assertThat(root.readLink("c")).isEqualTo("/somewhere/else");
      assertThat(root.status("null").device().minor()).isEqualTo(3);
      assertThat(root.status("fifo").type()).hasToString("FIFO");
    }
  }

  @Test
  void keepsFileCapabilitiesByteByByte() throws IOException {
    byte[] capability = {1, 0, 0, 2, (byte) 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    byte[] tar =
        aTar()
            .file("first", "of odd length")
            .attribute("security.capability", capability)
            .file("newuidmap", "x")
            .build();

    Path tree = add(tar);

    try (Directory root = Directory.open(tree)) {
      assertThat(Xattrs.get(root, "newuidmap", "security.capability")).contains(capability);
    }
  }

  @Test
  void takesGzipAndZstd() throws IOException {
    byte[] tar = aTar().file("a", "text").build();

    assertThat(addAnonymously(gzip(tar))).isEqualTo(TarBuilder.digest(tar));
    assertThat(addAnonymously(Zstd.compress(tar))).isEqualTo(TarBuilder.digest(tar));
  }

  @Test
  void givesTheArchiveBackByteByByte() throws IOException {
    byte[] tar =
        aTar()
            .directory("d")
            .file("d/a", "first")
            .file("d/empty", "")
            .file("d/a", "second, which is longer")
            .hardLink("d/b", "d/a")
            .file("d/b", "third")
            .file("d/large", new byte[300_000])
            .symlink("d/a", "b")
            .whiteout("d/.wh.gone")
            .build();
    Digest diffId = addAnonymously(tar);

    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    store.writeArchive(diffId, archive);

    assertThat(archive.toByteArray()).isEqualTo(tar);
  }

  @Test
  void turnsMarksOfDeletionIntoOverlaysForm() throws IOException {
    byte[] tar =
        aTar()
            .directory("etc")
            .whiteout("etc/.wh.passwd")
            .directory("var")
            .whiteout("var/.wh..wh..opq")
            .file("var/new", "x")
            .whiteout(".wh..wh.plnk")
            .build();

    Path tree = add(tar);

    try (Directory root = Directory.open(tree);
        Directory etc = root.directory("etc")) {
      assertThat(etc.status("passwd").isWhiteout()).isTrue();
      assertThat(Xattrs.get(root, "var", "trusted.overlay.opaque")).contains(new byte[] {'y'});
      assertThat(root.list()).containsExactlyInAnyOrder("etc", "var");
    }
  }

  @Test
  void letsALayersOwnEntryWinOverItsMarkOfDeletion() throws IOException {
    byte[] tar =
        aTar()
            .file("a", "kept")
            .whiteout(".wh.a")
            .whiteout(".wh.d")
            .directory("d")
            .file("d/new", "kept")
            .build();

    Path tree = add(tar);

    try (Directory root = Directory.open(tree)) {
      assertThat(tree.resolve("a")).hasContent("kept");
      assertThat(Xattrs.get(root, "d", "trusted.overlay.opaque")).isPresent();
    }
  }

  @Test
  void refusesWhatHasAnotherDigest() {
    byte[] tar = aTar().file("a", "text").build();
    Digest announced = TarBuilder.digest("other".getBytes(StandardCharsets.UTF_8));

    try (LayerLease lease = store.lease()) {
      assertThatThrownBy(() -> lease.add(announced, () -> new ByteArrayInputStream(tar)))
          .isInstanceOfSatisfying(
              GantryException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH));
    }

    assertThat(store.known()).isEmpty();
    assertThat(home.resolve("layers")).isEmptyDirectory();
  }

  @Test
  void givesOneLayerToAllWhoBringItAtOnce() throws Exception {
    byte[] tar = aTar().file("a", new byte[2_000_000]).build();
    Digest diffId = TarBuilder.digest(tar);
    List<Future<Layer>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        Callable<Layer> one =
            () -> {
              try (LayerLease lease = store.lease()) {
                return lease.add(diffId, () -> new ByteArrayInputStream(tar));
              }
            };
        results.add(threads.submit(one));
      }
    }

    for (Future<Layer> result : results) {
      assertThat(result.get().diffId()).isEqualTo(diffId);
    }
    assertThat(home.resolve("layers")).isDirectoryContaining(path -> path.endsWith(diffId.hex()));
    assertThat(store.known()).containsExactly(diffId);
  }

  @Test
  void letsTheNextTryWhenOneFails() {
    byte[] tar = aTar().file("a", "text").build();
    Digest diffId = TarBuilder.digest(tar);
    try (LayerLease lease = store.lease()) {
      assertThatThrownBy(() -> lease.add(diffId, InputStream::nullInputStream))
          .isInstanceOf(GantryException.class);

      Layer layer = lease.add(diffId, () -> new ByteArrayInputStream(tar));

      assertThat(layer.sizeBytes()).isEqualTo(4);
    }
  }

  @Test
  void removesOnlyWhatNobodyUsesOrIsAboutToUse() throws IOException {
    Digest used = addAnonymously(aTar().file("a", "1").build());
    Digest unused = addAnonymously(aTar().file("a", "22").build());
    Digest leased = addAnonymously(aTar().file("a", "333").build());

    try (LayerLease lease = store.lease()) {
      assertThat(lease.find(leased)).isPresent();

      assertThat(store.collect(() -> Set.of(used))).isEqualTo(2);
    }

    assertThat(store.known()).containsExactlyInAnyOrder(used, leased).doesNotContain(unused);
  }

  @Test
  void removesWhatACrashLeftHalfMade() throws IOException {
    Path half = Files.createDirectories(home.resolve("layers/.unpack-1/tree/etc"));
    Files.writeString(half.resolve("passwd"), "x");

    LayerStore.open(home, LayerLimits.DEFAULT);

    assertThat(home.resolve("layers")).isEmptyDirectory();
  }

  private Path add(byte[] archive) throws IOException {
    return store.tree(addAnonymously(archive));
  }

  private Digest addAnonymously(byte[] archive) {
    try (LayerLease lease = store.lease()) {
      return lease.add(() -> new ByteArrayInputStream(archive)).diffId();
    }
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
