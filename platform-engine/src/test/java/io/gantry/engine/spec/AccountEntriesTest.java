package io.gantry.engine.spec;

import static io.gantry.engine.spec.SpecRequests.aContainer;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Rule("OCISPEC-18")
class AccountEntriesTest {
  private Path root;
  private Path passwd;

  @BeforeEach
  void makeEtc(@TempDir Path directory) throws IOException {
    root = Files.createDirectory(directory.resolve("root"));
    passwd = Files.createDirectory(root.resolve("etc")).resolve("passwd");
    Files.writeString(passwd, "root:x:0:0:root:/root:/bin/sh");
  }

  @Test
  void namesAUserOnce() throws IOException {
    add(aContainer().workingDirectory("/srv"));
    add(aContainer().workingDirectory("/srv"));

    assertThat(passwd)
        .hasContent(
            """
            root:x:0:0:root:/root:/bin/sh
            4711:*:4711:42:container user:/srv:/bin/sh
            """);
  }

  @Test
  void namesAGroupWhereTheImageHasTheFile() throws IOException {
    add(aContainer());
    assertThat(root.resolve("etc/group")).doesNotExist();
    Files.createFile(root.resolve("etc/group"));

    add(aContainer());

    assertThat(root.resolve("etc/group")).hasContent("42:x:42:\n");
  }

  @Test
  void leavesReadOnlyRootsAndMountsAlone() throws IOException {
    SecuritySpec readOnly =
        new SecuritySpec(false, null, null, true, false, null, null, null, null, false, false);
    MountSpec own = new MountSpec(MountSpec.Kind.TMPFS, null, "/etc", false, List.of());

    add(aContainer().security(readOnly));
    add(aContainer().mounts(own));

    assertThat(passwd).hasContent("root:x:0:0:root:/root:/bin/sh");
  }

  @Test
  void writesNothingOutsideTheRoot() throws IOException {
    Path outside = Files.writeString(root.resolveSibling("outside"), "keep");
    Files.delete(passwd);
    Files.createSymbolicLink(passwd, outside);

    add(aContainer());

    assertThat(outside).hasContent("keep");
  }

  private void add(ContainerSpec.Builder container) {
    ResolvedUser user = UserLookup.in(root).resolve("4711:42");
    AccountEntries.add(SpecRequests.config(container.build(), ImageConfig.EMPTY), root, user);
  }
}
