package io.gantry.engine.hostile.cases;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Grounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Real containers of hostile images. */
@RequiresHost({"root", "runc", "conmon", "busybox"})
class HostileContainersIT {
  private final Grounds grounds;

  HostileContainersIT(@TempDir Path directory) throws IOException {
    grounds = new Grounds(directory);
  }

  @AfterEach
  void leaveNothing() {
    grounds.close();
  }

  @TestFactory
  @Rule({"OCISPEC-12", "VOLUME-4", "MOUNT-11", "MOUNT-14", "INIT-15", "CHECKPOINT-17"})
  Stream<DynamicContainer> cases() {
    return Table.tests(Needs.CONTAINERS, grounds);
  }
}
