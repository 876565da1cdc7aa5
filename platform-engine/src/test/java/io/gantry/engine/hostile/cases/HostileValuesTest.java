package io.gantry.engine.hostile.cases;

import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Grounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Values that a JVM is enough for. */
class HostileValuesTest {
  private final Grounds grounds;

  HostileValuesTest(@TempDir Path directory) throws IOException {
    grounds = new Grounds(directory);
  }

  @AfterEach
  void leaveNothing() {
    grounds.close();
  }

  @TestFactory
  Stream<DynamicContainer> cases() {
    return Table.tests(Needs.NOTHING, grounds);
  }
}
