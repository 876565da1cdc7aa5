package io.gantry.engine.hostile.cases;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Grounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Trees, archives and files, without a runtime. */
@RequiresHost("root")
class HostileTreesIT {
  private final Grounds grounds;

  HostileTreesIT(@TempDir Path directory) throws IOException {
    grounds = new Grounds(directory);
  }

  @AfterEach
  void leaveNothing() {
    grounds.close();
  }

  @TestFactory
  Stream<DynamicContainer> cases() {
    return Table.tests(Needs.ROOT, grounds);
  }
}
