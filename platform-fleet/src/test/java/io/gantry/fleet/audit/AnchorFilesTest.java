package io.gantry.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.resource.AuditAnchor;
import io.gantry.fleet.FleetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorFilesTest {
  @TempDir Path directory = Path.of("");

  @Test
  void keepsAFileForEachYear() throws IOException {
    AnchorFiles files = files(directory.resolve("new"));
    AuditAnchor old = anchor("2025-12-31T00:10:00Z", "blue", 1);
    AuditAnchor young = anchor("2026-01-01T00:10:00Z", "blue", 2);

    files.append(List.of(old));
    files.append(List.of(young, anchor("2026-01-01T00:10:00Z", "red", 7)));

    assertThat(directory.resolve("new").toFile().list())
        .containsExactlyInAnyOrder("audit-anchors-2025.jsonl", "audit-anchors-2026.jsonl");
    assertThat(files.read("blue")).containsExactly(old, young);
  }

  @Test
  void isNotSpoiledByALineACrashLeftHalfWritten() throws IOException {
    AnchorFiles files = files(directory);
    AuditAnchor first = anchor("2026-01-01T00:10:00Z", "blue", 1);
    AuditAnchor second = anchor("2026-01-02T00:10:00Z", "blue", 2);
    files.append(List.of(first));
    Path file = directory.resolve("audit-anchors-2026.jsonl");
    Files.writeString(file, "{\"at\":\"2026-01-02T", StandardOpenOption.APPEND);

    files.append(List.of(second));

    assertThat(files.read("blue")).containsExactly(first, second);
    assertThat(Files.readAllLines(file)).hasSize(3);
  }

  @Test
  void keepsNothingWithoutADirectory() throws IOException {
    AnchorFiles files = files(null);

    files.append(List.of(anchor("2026-01-01T00:10:00Z", "blue", 1)));

    assertThat(files.areKept()).isFalse();
    assertThat(files.read("blue")).isEmpty();
  }

  static AnchorFiles files(@Nullable Path directory) {
    Duration any = Duration.ofMinutes(1);
    return new AnchorFiles(new FleetSettings(any, any, any, any, any, any, directory));
  }

  private static AuditAnchor anchor(String at, String chain, long id) {
    return new AuditAnchor(Instant.parse(at), chain, id, "hash" + id);
  }
}
