package io.gantry.engine.volume;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static io.gantry.engine.volume.VolumeRoom.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.Xattrs;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.storage.TarBuilder;
import io.gantry.engine.volume.VolumeTable.CopyUp;
import io.gantry.engine.volume.origin.Origin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(60)
class VolumeArchivesIT {
  private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");

  private VolumeRoom room;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    room = new VolumeRoom(directory);
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void keepsAllOfAVolumeOnItsWayToAnother() throws IOException {
    Path from = room.volumes.create(TENANT, "from").data();
    Path file = Files.writeString(from.resolve("file"), "content");
    Files.createLink(from.resolve("twin"), file);
    Files.createSymbolicLink(from.resolve("link"), Path.of("/etc/passwd"));
    Files.writeString(from.resolve(".wh.name"), "no mark");
    try (Directory top = Directory.open(from)) {
      top.setOwner("file", 12, 34);
      top.setPermissions("file", 04751);
      Xattrs.set(top, "file", "user.colour", new byte[] {0, 7});
      Directory.setOwner(top.descriptor(), 5, 6);
      Directory.setPermissions(top.descriptor(), 0710);
    }
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    room.volumes.create(TENANT, "to");

    importInto("to", export("from"));

    try (Directory top = Directory.open(room.data("to"))) {
      FileStatus copied = top.status("file");
      assertThat(copied.uid()).isEqualTo(12);
      assertThat(copied.gid()).isEqualTo(34);
      assertThat(copied.permissions()).isEqualTo(04751);
      assertThat(copied.modified()).isEqualTo(LONG_AGO);
      assertThat(copied.inode()).isEqualTo(top.status("twin").inode());
      assertThat(top.readLink("link")).isEqualTo("/etc/passwd");
      assertThat(Xattrs.get(top, "file", "user.colour")).hasValue(new byte[] {0, 7});
      assertThat(top.list()).contains(".wh.name");
      assertThat(top.status().uid()).isEqualTo(5);
      assertThat(top.status().permissions()).isEqualTo(0710);
    }
  }

  @Test
  void knowsTheArchiveThatFilledAVolume() {
    byte[] archive = aTar().file("a", "12345").build();
    room.volumes.create(TENANT, "data");

    importInto("data", archive);

    assertThat(room.volumes.origin(TENANT, "data"))
        .contains(new Origin.Archive(TarBuilder.digest(archive), 5, VolumeRoom.NOW));
    assertThat(room.volumes.inspect(TENANT, "data").needsCopyUp()).isFalse();
    assertThat(room.volumes.inspect(TENANT, "data").needsChown()).isFalse();
  }

  @Test
  void leavesNothingOfAStreamThatBreaks() throws IOException {
    Path data = room.volumes.create(TENANT, "data").data();
    byte[] begin = Arrays.copyOf(aTar().file("a", new byte[1 << 20]).build(), 5000);
    InputStream broken =
        new ByteArrayInputStream(begin) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            int read = super.read(buffer, offset, length);
            if (read < 0) {
              throw new IllegalStateException("connection lost");
            }
            return read;
          }
        };

    assertThatThrownBy(() -> room.volumes.importFrom(TENANT, "data", broken))
        .hasMessageContaining("connection lost");

    assertThat(data).isEmptyDirectory();
    assertThat(beside(data)).containsExactly("_data");
  }

  @Test
  void importsNothingOverData() throws IOException {
    Path data = room.volumes.create(TENANT, "data").data();
    Files.writeString(data.resolve("own"), "x");

    assertCode(ErrorCode.CONFLICT, () -> importInto("data", aTar().file("a", "y").build()));

    assertThat(data.resolve("own")).hasContent("x");
    assertThat(data.resolve("a")).doesNotExist();
    assertThat(beside(data)).containsExactly("_data");
  }

  @Test
  void importsNothingIntoWhatAContainerHasOrWhatLiesElsewhere() {
    room.container("/a");
    room.volumes.create(TENANT, "memory", VolumeSpec.local(Map.of("type", "tmpfs")));

    assertCode(ErrorCode.VOLUME_IN_USE, () -> importInto("data", aTar().file("a", "y").build()));
    assertCode(ErrorCode.UNSUPPORTED, () -> importInto("memory", aTar().file("a", "y").build()));
  }

  @Test
  void isNotRemovedWhileItIsFilled() {
    room.volumes.create(TENANT, "data");
    InputStream archive =
        new ByteArrayInputStream(aTar().file("a", "x").build()) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            assertCode(ErrorCode.VOLUME_IN_USE, () -> room.volumes.remove(TENANT, "data"));
            assertThat(room.volumes.prune(TENANT, PruneScope.UNUSED).removed()).isEmpty();
            return super.read(buffer, offset, length);
          }
        };

    room.volumes.importFrom(TENANT, "data", archive);

    assertThat(room.data("data").resolve("a")).hasContent("x");
    room.volumes.remove(TENANT, "data");
  }

  @Test
  void removesWhatWasStagedWhenItsEngineDied() throws IOException {
    Path data = room.volumes.create(TENANT, "data").data();
    Files.createDirectories(data.resolveSibling(".import-1").resolve("tree"));

    room.containers.cleanOrphans(Set.of());

    assertThat(beside(data)).containsExactly("_data");
  }

  @Test
  void exportsNothingThatIsHalfFilled() {
    VolumeRecord volume = room.volumes.create(TENANT, "data");
    room.table().copyUp(volume, CopyUp.COPYING);

    assertCode(ErrorCode.CONFLICT, () -> export("data"));
  }

  @Test
  void exportsWhatIsMountedForAVolumeAndUnmountsItAgain(@TempDir Path host) throws IOException {
    Files.writeString(host.resolve("file"), "content");
    Map<String, String> bind = Map.of("o", "bind", "device", host.toString());
    Path data = room.volumes.create(TENANT, "host", VolumeSpec.local(bind)).data();
    room.volumes.create(TENANT, "to");

    importInto("to", export("host"));

    assertThat(room.data("to").resolve("file")).hasContent("content");
    assertThat(Mounts.isMountPoint(data)).isFalse();
  }

  @Test
  void unmountsWhatAnExportThatWasKilledHadMounted(@TempDir Path host) throws IOException {
    Map<String, String> bind = Map.of("o", "bind", "device", host.toString());
    Path data = room.volumes.create(TENANT, "host", VolumeSpec.local(bind)).data();
    List<Boolean> mounted = new ArrayList<>();
    ByteArrayOutputStream killing =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            room.containers.cleanOrphans(Set.of()); // as the next engine does
            mounted.add(isMounted(data));
          }
        };

    room.volumes.exportTo(TENANT, "host", killing);

    assertThat(mounted).isNotEmpty().doesNotContain(true);
  }

  private static boolean isMounted(Path data) {
    try {
      return Mounts.isMountPoint(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] export(String name) {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    room.volumes.exportTo(TENANT, name, archive);
    return archive.toByteArray();
  }

  private void importInto(String name, byte[] archive) {
    room.volumes.importFrom(TENANT, name, new ByteArrayInputStream(archive));
  }

  private static List<String> beside(Path data) throws IOException {
    try (Directory own = Directory.open(data.resolveSibling(""))) {
      return own.list();
    }
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
