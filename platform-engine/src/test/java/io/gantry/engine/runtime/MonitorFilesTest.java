package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorFilesTest {
  private final MonitorFiles files;

  MonitorFilesTest(@TempDir Path directory) {
    files =
        new MonitorFiles(
            new ContainerId("ab".repeat(32)),
            directory.resolve("bundle"),
            directory.resolve("run"),
            directory.resolve("exits"));
  }

  @Test
  @Rule({"PATHS-1", "PATHS-2", "PATHS-4", "PATHS-5"})
  void haveFixedNames() {
    assertThat(List.of(files.spec(), files.attachSocket(), files.controlFifo()))
        .containsExactly(inBundle("config.json"), inBundle("attach"), inBundle("ctl"));
    assertThat(List.of(files.windowSizeFifo(), files.oom(), files.log()))
        .containsExactly(inBundle("winsz"), inBundle("oom"), inBundle("ctr.log"));
    assertThat(files.exitFile()).isEqualTo(files.exitDir().resolve("ab".repeat(32)));
    assertThat(List.of(files.pidFile(), files.monitorPidFile(), files.runtimeLog()))
        .extracting(path -> files.runDir().relativize(path).toString())
        .containsExactly("pidfile", "conmon.pid", "oci-log");
  }

  @Test
  @Rule("MONITORFILES-1")
  void areRemovedWhetherTheyExistOrNot() throws Exception {
    makeAll();
    Files.createFile(files.log());

    files.remove();
    files.remove();

    assertThat(files.bundle()).isDirectoryNotContaining(file -> !file.equals(files.log()));
    assertThat(files.exitDir()).isEmptyDirectory();
    assertThat(files.log()).exists();
  }

  @Test
  @Rule("MONITORFILES-1")
  void areRemovedInOrderUpToAFailureThatNamesTheFile() throws Exception {
    makeAll();
    Files.delete(files.windowSizeFifo());
    Files.createDirectories(files.windowSizeFifo().resolve("in the way"));

    assertThatThrownBy(files::remove).isInstanceOf(IOException.class).hasMessageContaining("winsz");
    assertThat(files.controlFifo()).doesNotExist();
    assertThat(files.exitFile()).exists();
  }

  @Test
  @Rule({"MONITORFILES-1", "EXIT-8"})
  void areRemovedWhateverStandsForAnExitFile() throws Exception {
    Files.createDirectories(files.exitFile().resolve("deep/down"));
    Files.createDirectories(files.keptExitFile().resolve("deep/down"));

    files.remove();

    assertThat(files.exitFile()).doesNotExist();
    assertThat(files.keptExitFile()).doesNotExist();
  }

  private void makeAll() throws IOException {
    Files.createDirectory(files.bundle());
    Files.createDirectory(files.exitDir());
    for (Path file :
        List.of(
            files.attachSocket(),
            files.controlFifo(),
            files.windowSizeFifo(),
            files.oom(),
            files.exitFile(),
            files.keptExitFile())) {
      Files.createFile(file);
    }
  }

  private Path inBundle(String name) {
    return files.bundle().resolve(name);
  }
}
