package io.gantry.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Archives from anywhere. */
class ArchiveFuzzTest {
  private static final LayerLimits LIMITS =
      new LayerLimits(1 << 20, 1000, 20, Duration.ofSeconds(10));
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.IMAGE_INVALID, ErrorCode.UNSUPPORTED, ErrorCode.STORAGE);

  @FuzzTest
  void changesNothingBesideItsDirectory(byte[] archive) throws IOException {
    Path around = Files.createTempDirectory("archive-fuzz");
    try {
      Path staging = Files.createDirectory(around.resolve("staging"));
      try (Directory directory = Directory.open(staging)) {
        Layer unused = TreeUnpack.unpack(directory, new ByteArrayInputStream(archive), LIMITS);
      } catch (GantryException e) {
        assertThat(REFUSALS).contains(e.code());
      }
      try (Stream<Path> beside = Files.list(around)) {
        assertThat(beside).containsExactly(staging);
      }
    } finally {
      remove(around);
    }
  }

  private static void remove(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
