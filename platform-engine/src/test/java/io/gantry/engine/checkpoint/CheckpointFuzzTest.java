package io.gantry.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FuzzDirectory;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Archives of checkpoints from elsewhere, and the files in them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckpointFuzzTest {
  /** Ownership cannot be taken without root, which is the node's failure. */
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.INVALID_ARGUMENT, ErrorCode.UNSUPPORTED, ErrorCode.STORAGE);

  private final FuzzDirectory around;
  private final Path archive;
  private final ImportPlace place;
  private final SealKey key;

  CheckpointFuzzTest() throws IOException {
    around = FuzzDirectory.make("checkpoint-fuzz");
    archive = around.path().resolve("archive");
    place = new ImportPlace(around.path(), new ContainerId("ab".repeat(32)));
    key = new SealKey(around.path().resolve(SealKey.FILE));
  }

  @AfterAll
  void remove() throws SyscallException {
    around.close();
  }

  /** Sealed, unless it is compressed: what the seal keeps from being read is looked at, too. */
  @FuzzTest
  void looksAtOrRefusesAnArchive(byte[] content) throws IOException {
    try (SealedOutput sealed = new SealedOutput(Files.newOutputStream(archive), key)) {
      sealed.write(content);
      sealed.seal();
    }

    refusing(() -> Import.inspect(place, archive, key));

    try (Directory directory = Directory.open(around.path())) {
      assertThat(directory.list()).containsExactlyInAnyOrder("archive", SealKey.FILE);
    }
  }

  @FuzzTest
  void readsOrRefusesAConfig(byte[] content) {
    refusing(
        () -> {
          ArchivedContainer archived = ConfigDump.parse(content);
          archived.volumes().forEach(ArchivedParts::normal);
          archived.spec().mounts().forEach(mount -> ArchivedParts.normal(mount.destination()));
        });
  }

  @FuzzTest
  void takesAnythingForANetworkStatusOrForNone(byte[] content) {
    NetworkStatus.parse(content)
        .ifPresent(status -> assertThat(status.addresses()).doesNotContainNull());
  }

  @FuzzTest
  void readsOrRefusesDeletedPaths(byte[] content) {
    refusing(() -> ArchivedParts.deleted(content));
  }

  @FuzzTest
  void takesAnythingForStatisticsOrForNone(byte[] content) {
    assertThat(CriuStatistics.fields(content, CriuStatistics.DUMP)).isNotNull();
    assertThat(CriuStatistics.fields(content, CriuStatistics.RESTORE)).isNotNull();
  }

  private static void refusing(Runnable reading) {
    try {
      reading.run();
    } catch (GantryException e) {
      assertThat(REFUSALS).contains(e.code());
    }
  }
}
