package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.testing.RequiresHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
class XattrsIT {
  private final Path directory;

  XattrsIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void keepsAttributesOfADirectory() throws IOException {
    Files.createDirectory(directory.resolve("a"));
    try (Directory parent = Directory.open(directory)) {
      Xattrs.set(parent, "a", "trusted.overlay.opaque", new byte[] {'y'});

      assertThat(Xattrs.list(parent, "a")).contains("trusted.overlay.opaque");
      assertThat(Xattrs.get(parent, "a", "trusted.overlay.opaque")).contains(new byte[] {'y'});
      assertThat(Xattrs.get(parent, "a", "trusted.other")).isEmpty();
    }
  }
}
