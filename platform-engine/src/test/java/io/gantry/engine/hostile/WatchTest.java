package io.gantry.engine.hostile;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The watch sees what it is there for. */
class WatchTest {
  private static final Limits TIGHT =
      new Limits(Duration.ofSeconds(3), Duration.ofMillis(200), 8 << 20);

  private final Grounds grounds;
  private final List<InputStream> leftOpen = new ArrayList<>();

  WatchTest(@TempDir Path directory) throws IOException {
    grounds = new Grounds(directory);
  }

  @AfterEach
  void closeWhatIsOpen() throws IOException {
    for (InputStream open : leftOpen) {
      open.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> seesWhatMustNotBe() {
    return Map.<String, Act>of(
            "a file is changed", g -> Files.writeString(g.canary().path("secret"), "x"),
            "a file is made and removed", g -> madeAndRemoved(g.canary().path("new")),
            "a time is set", g -> touched(g.canary().path("sub")),
            "a file gets a second name",
                g -> Files.createLink(g.root().resolve("l"), g.canary().path("secret")),
            "a file is given out", g -> Files.readAllBytes(g.canary().path("secret")),
            "a failure tells", g -> tells(Files.readString(g.canary().path("secret"))),
            "a file is copied",
                g -> Files.copy(g.canary().path("secret"), g.root().resolve("copy")),
            "a file stays open", this::leftOpen,
            "a failure has no code", g -> Files.readString(g.root().resolve("missing")),
            "it holds much", g -> new byte[9 << 20].length)
        .entrySet()
        .stream()
        .map(act -> DynamicTest.dynamicTest(act.getKey(), () -> assertSeen(act.getValue())));
  }

  @Test
  void seesWhatHangs() {
    assertSeen(ground -> hangs());
  }

  @Test
  void seesWhatWorksForLong() {
    assertSeen(ground -> worksFor(Duration.ofMillis(400)));
  }

  @Test
  void seesNothingWhereNothingIs() {
    assertThatCode(() -> watch(g -> Files.writeString(g.root().resolve("x"), "mine")))
        .doesNotThrowAnyException();
    assertThatCode(() -> watch(g -> tells("nothing"))).doesNotThrowAnyException();
  }

  private void assertSeen(Act act) {
    assertThatThrownBy(() -> watch(act)).isInstanceOf(AssertionError.class);
  }

  private void watch(Act act) throws Exception {
    grounds.play(
        ground -> {
          Outcome unused = new Watch(ground, TIGHT).during(act);
        });
  }

  private static boolean madeAndRemoved(Path file) throws IOException {
    return Files.deleteIfExists(Files.createFile(file));
  }

  private static Path touched(Path directory) throws IOException {
    return Files.setLastModifiedTime(directory, FileTime.from(Instant.EPOCH));
  }

  private static Object tells(String text) {
    throw GantryException.of(ErrorCode.INTERNAL, text);
  }

  private int leftOpen(Ground ground) throws IOException {
    leftOpen.add(Files.newInputStream(ground.canary().path("secret")));
    return leftOpen.size();
  }

  private static String hangs() throws InterruptedException {
    new CountDownLatch(1).await();
    return "never";
  }

  private static long worksFor(Duration time) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long rounds = 0;
    while (threads.getCurrentThreadCpuTime() < time.toNanos()) {
      rounds++;
    }
    return rounds;
  }
}
