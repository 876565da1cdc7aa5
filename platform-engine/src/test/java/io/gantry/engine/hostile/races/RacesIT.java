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

/** Races without a runtime. */
@RequiresHost("root")
class RacesIT {
  private final Grounds grounds;

  RacesIT(@TempDir Path directory) throws IOException {
    grounds = new Grounds(directory);
  }

  @AfterEach
  void leaveNothing() {
    grounds.close();
  }

  @TestFactory
  Stream<DynamicTest> races(TestReporter reporter) {
    return Races.tests(Needs.ROOT, grounds, reporter);
  }
}
