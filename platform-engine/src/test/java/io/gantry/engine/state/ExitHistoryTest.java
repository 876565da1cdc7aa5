package io.gantry.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageDetail;
import io.gantry.engine.Rule;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitHistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration EXIT_RETENTION = Duration.ofMinutes(5);
  private static final Duration DAY = Duration.ofDays(1);
  private static final ExitRetention WEEK = ExitRetention.DEFAULT;
  private static final ContainerId GONE = new ContainerId("%064x".formatted(1));

  private Path directory;
  private Database database;
  private Outbox outbox;
  private StateStore store;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    reopen();
  }

  private void reopen() {
    database =
        Database.open(
            directory.resolve("engine.sqlite"),
            new Reserve(directory.resolve("reserve"), 4096),
            SqliteStateStore.SCHEMA);
    outbox = new Outbox(database, Clock.fixed(NOW, ZoneOffset.UTC));
    store = new SqliteStateStore(database, outbox);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  @Rule("EXITCODES-3")
  void tellsAgainWhatWasAcknowledgedDaysAgoAndIsAnsweredNoMore() {
    end(GONE, 1, 2);
    acknowledgeAll();
    store.pruneExits(NOW.plus(DAY), EXIT_RETENTION);

    pruneAfter(DAY.multipliedBy(8), WEEK);
    outbox.tellAnew();

    assertThat(store.exit(GONE, 1)).isEmpty();
    assertThat(told()).containsExactly(1L, 2L);
  }

  @Test
  void tellsAgainTheNewestOfAContainerAndThoseBefore() {
    ContainerConfig container = inserted();
    end(container.id(), 1, 3);
    acknowledgeAll();
    store.pruneExits(NOW.plus(DAY), EXIT_RETENTION);

    outbox.tellAnew();

    assertThat(told()).containsExactly(3L, 1L, 2L);
  }

  @Test
  void forgetsWhatWasAcknowledgedTooLongAgo() {
    end(GONE, 1, 2);
    acknowledgeAll();
    store.pruneExits(NOW.plus(DAY), EXIT_RETENTION);

    pruneAfter(DAY.multipliedBy(8).plusMillis(1), WEEK);
    outbox.tellAnew();

    assertThat(told()).isEmpty();
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    keptOnTwoDays();

    pruneAfter(DAY.multipliedBy(2), new ExitRetention(WEEK.age(), 3));
    outbox.tellAnew();

    assertThat(told()).containsExactly(2L, 3L, 4L);
  }

  private void keptOnTwoDays() {
    end(GONE, 1, 2);
    acknowledgeAll();
    store.pruneExits(NOW.plus(DAY), EXIT_RETENTION);
    end(GONE, 3, 4);
    acknowledgeAll();
    store.pruneExits(NOW.plus(DAY.multipliedBy(2)), EXIT_RETENTION);
  }

  @Test
  void keepsAndForgetsMoreThanOneBatch() {
    int many = 2 * ExitHistory.BATCH + 7;
    end(GONE, 1, many);
    acknowledgeAll();

    store.pruneExits(NOW.plus(DAY), EXIT_RETENTION);
    assertThat(rows("run")).isZero();
    assertThat(rows("exit_history")).isEqualTo(many);
    pruneAfter(DAY, new ExitRetention(WEEK.age(), 3));
    assertThat(rows("exit_history")).isEqualTo(3);
    pruneAfter(DAY.multipliedBy(30), WEEK);

    assertThat(rows("exit_history")).isZero();
  }

  @Test
  void keepsWhatIsNotAcknowledgedHoweverOldAndMany() {
    end(GONE, 1, 2);
    store.pruneExits(NOW.plus(DAY), EXIT_RETENTION);
    assertThat(store.exit(GONE, 1)).isPresent();
    acknowledgeAll();
    store.pruneExits(NOW.plus(DAY), EXIT_RETENTION);
    outbox.tellAnew();

    pruneAfter(DAY.multipliedBy(365), new ExitRetention(Duration.ZERO, 0));
    assertThat(rows("exit_history")).isEqualTo(2);
    acknowledgeAll();
    pruneAfter(DAY.multipliedBy(365), new ExitRetention(Duration.ZERO, 0));

    assertThat(rows("exit_history")).isZero();
  }

  @Test
  void tellsTheRestAfterACrashOnTheWay() {
    end(GONE, 1, 3);
    acknowledgeAll();
    store.pruneExits(NOW.plus(DAY), EXIT_RETENTION);
    database.write(
        connection -> {
          ExitHistoryTable.untell(connection);
          return ExitHistoryTable.tell(connection, NOW, 1);
        });
    database.close();

    reopen();
    outbox.tellRest();

    assertThat(told()).containsExactly(1L, 2L, 3L);
    outbox.tellRest();
    assertThat(told()).hasSize(3);
  }

  private ContainerConfig inserted() {
    ContainerConfig config =
        new ContainerConfig(
            new ContainerId("%064x".formatted(2)),
            TenantId.DEFAULT,
            "name",
            ContainerSpec.builder("image").build(),
            ImageDetail.NONE,
            NOW,
            directory.resolve("bundle"),
            directory.resolve("run"),
            directory.resolve("log"));
    store.insert(config, Change.to(ContainerRecord.configured(), NOW));
    return config;
  }

  private void end(ContainerId container, long firstRun, long lastRun) {
    database.write(
        connection -> {
          for (long run : LongStream.rangeClosed(firstRun, lastRun).toArray()) {
            RunTable.end(connection, exit(container, run), NOW);
          }
          return true;
        });
  }

  private static ExitRecord exit(ContainerId container, long run) {
    return new ExitRecord(
        container, run, 42, null, false, ExitCause.ENDED, null, null, NOW, NOW, DAY, null);
  }

  private void acknowledgeAll() {
    outbox.read(0, 10_000).stream()
        .reduce((first, last) -> last)
        .ifPresent(last -> outbox.acknowledge(last.sequence()));
  }

  private void pruneAfter(Duration time, ExitRetention retention) {
    Clock later = Clock.fixed(NOW.plus(time), ZoneOffset.UTC);
    new ExitHistory(database, later, retention).prune();
  }

  private List<Long> told() {
    return outbox.read(0, 10_000).stream()
        .flatMap(report -> Stream.ofNullable(report.exit()))
        .map(ExitRecord::run)
        .toList();
  }

  private int rows(String table) {
    return database.read(
        connection -> {
          try (var select = connection.prepareStatement("SELECT count(*) FROM " + table);
              var row = select.executeQuery()) {
            return row.getInt(1);
          }
        });
  }
}
