package io.gantry.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FuzzDirectory;
import io.gantry.engine.linux.SyscallException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Archives from anywhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchiveFuzzTest {
  private static final LayerLimits LIMITS =
      new LayerLimits(1 << 20, 1000, 20, Duration.ofSeconds(10));
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.IMAGE_INVALID, ErrorCode.UNSUPPORTED, ErrorCode.STORAGE);

  private final FuzzDirectory around;
  private final Path staging;

  ArchiveFuzzTest() throws IOException {
    around = FuzzDirectory.make("archive-fuzz");
    staging = Files.createDirectory(around.path().resolve("staging"));
  }

  @AfterAll
  void remove() throws SyscallException {
    around.close();
  }

  @FuzzTest
  void changesNothingBesideItsDirectory(byte[] archive) throws IOException {
    try (Directory parent = Directory.open(around.path());
        Directory directory = parent.directory("staging")) {
      unpack(directory, archive);

      assertThat(parent.list()).containsExactly("staging");
    }
    around.remove("staging");
    Files.createDirectory(staging);
  }

  private static void unpack(Directory directory, byte[] archive) {
    try {
      Layer unused = TreeUnpack.unpack(directory, new ByteArrayInputStream(archive), LIMITS);
    } catch (GantryException e) {
      assertThat(REFUSALS).contains(e.code());
    }
  }

  /** Without the disk, which takes most of the time. */
  @FuzzTest
  void readsOrRefusesEveryEntry(byte[] archive) throws IOException {
    try (LayerRecord.Writer nobody = new LayerRecord.Writer(OutputStream.nullOutputStream())) {
      var entries =
          new ArchiveEntries(new ArchiveStream(new ByteArrayInputStream(archive), nobody), LIMITS);
      ArchiveEntries.Entry entry = entries.next();
      while (entry != null) {
        look(entry);
        entry = entries.next();
      }
    } catch (GantryException e) {
      assertThat(REFUSALS).contains(e.code());
    } catch (IOException | IllegalArgumentException e) {
      assertThat(e).isNotNull(); // damaged, as far as the library is concerned
    }
  }

  private static void look(ArchiveEntries.Entry entry) {
    for (String component : entry.name().components()) {
      assertThat(component.equals("..") || component.indexOf('/') >= 0).as(component).isFalse();
    }
    assertThat(entry.ownership().permissions()).isBetween(0, 07777);
    if (entry.header().isLink()) {
      assertThat(EntryName.of(entry.header().getLinkName(), LIMITS.maxDepth())).isNotNull();
    }
  }
}
