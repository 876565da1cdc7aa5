package io.gantry.engine.hostile.races;

import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Grounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Races with real containers. */
@RequiresHost({"root", "runc", "conmon", "busybox"})
class ContainerRacesIT {
  private final Grounds grounds;

  ContainerRacesIT(@TempDir Path directory) throws IOException {
    grounds = new Grounds(directory);
  }

  @AfterEach
  void leaveNothing() {
    grounds.close();
  }

  @TestFactory
  Stream<DynamicTest> races(TestReporter reporter) {
    return Races.tests(Needs.CONTAINERS, grounds, reporter);
  }
}
