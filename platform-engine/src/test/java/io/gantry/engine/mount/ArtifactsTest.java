package io.gantry.engine.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactsTest {
  private static final byte[] CONTENT = {1, 2, 3};

  private final Path bundle;
  private final Artifacts artifacts;

  ArtifactsTest(@TempDir Path bundle) throws IOException {
    this.bundle = bundle;
    this.artifacts = new Artifacts(Files.createDirectory(bundle.resolve("artifacts")));
  }

  @Test
  @Rule("PATHS-7")
  void liesUnderItsNameBelowTheArtifacts() {
    artifacts.write("spec.json", CONTENT);

    assertThat(artifacts.path("spec.json")).isEqualTo(bundle.resolve("artifacts/spec.json"));
    assertThat(artifacts.path("spec.json")).hasBinaryContent(CONTENT);
    assertThat(artifacts.read("spec.json")).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "../x", "/etc/passwd", "a\0b"})
  @Rule("PATHS-7")
  void refusesNamesThatLeadElsewhere(String name) {
    refused(ErrorCode.INVALID_ARGUMENT, () -> artifacts.path(name));
    refused(ErrorCode.INVALID_ARGUMENT, () -> artifacts.write(name, CONTENT));
    refused(ErrorCode.INVALID_ARGUMENT, () -> artifacts.read(name));
    refused(ErrorCode.INVALID_ARGUMENT, () -> artifacts.remove(name));
  }

  @Test
  @Rule("RUNDIR-2")
  void refusesToWriteWhatExistsAndLeavesItAsItIs() {
    artifacts.write("a", CONTENT);

    refused(ErrorCode.CONFLICT, () -> artifacts.write("a", new byte[0]));

    assertThat(artifacts.read("a")).isEqualTo(CONTENT);
  }

  @Test
  @Rule({"RUNDIR-2", "RUNDIR-3"})
  void doesNotFollowALinkInItsPlace() throws IOException {
    Path outside = bundle.resolve("outside");
    Files.createSymbolicLink(artifacts.path("a"), outside);

    refused(ErrorCode.CONFLICT, () -> artifacts.write("a", CONTENT));

    assertThat(outside).doesNotExist();
  }

  @Test
  void isGoneOnceRemovedAndRemovedAgainWithoutHarm() {
    artifacts.write("a", CONTENT);

    artifacts.remove("a");
    artifacts.remove("a");

    refused(ErrorCode.NOT_FOUND, () -> artifacts.read("a"));
  }

  private static void refused(ErrorCode code, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
