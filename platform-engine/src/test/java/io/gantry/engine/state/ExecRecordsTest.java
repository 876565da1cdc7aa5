package io.gantry.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageDetail;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.ProcessIdentity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecRecordsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final ProcessIdentity PROCESS = new ProcessIdentity(12, 34);

  private final AtomicLong nanos = new AtomicLong(Duration.ofHours(1).toNanos());
  private Path directory;
  private Database database;
  private Outbox outbox;
  private StateStore store;
  private ExecRecords records;
  private ContainerConfig container;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    reopen();
    container = inserted(1);
  }

  private void reopen() {
    database =
        Database.open(
            directory.resolve("engine.sqlite"),
            new Reserve(directory.resolve("reserve"), 4096),
            SqliteStateStore.SCHEMA);
    outbox = new Outbox(database, Clock.fixed(NOW, ZoneOffset.UTC));
    store = new SqliteStateStore(database, outbox);
    records = new ExecRecords(database, outbox, nanos::get);
  }

  private ContainerConfig inserted(int number) {
    ContainerConfig config =
        new ContainerConfig(
            new ContainerId("%064x".formatted(number)),
            TenantId.DEFAULT,
            "name-" + number,
            ContainerSpec.builder("image").build(),
            ImageDetail.NONE,
            NOW,
            directory.resolve("bundle"),
            directory.resolve("run"),
            directory.resolve("log"));
    store.insert(config, Change.to(ContainerRecord.configured(), NOW));
    return config;
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  @Rule({"EXEC-3", "EXEC-7"})
  void remembersASessionWithItsContainerOverAReopening() {
    records.create(container.id(), "one");
    records.create(container.id(), "two");
    records.run(container.id(), "two", PROCESS);

    database.close();
    reopen();

    assertThat(records.unfinished())
        .containsExactly(
            new ExecRecord(container.id(), "one", ExecRecord.State.CREATED, null, null),
            new ExecRecord(container.id(), "two", ExecRecord.State.RUNNING, PROCESS, null));
    assertThat(events()).contains("exec two");
  }

  @Test
  @Rule("EXEC-3")
  void takesAnIdOnceAndOnlyForAContainerThatIsThere() {
    records.create(container.id(), "one");

    assertFails(ErrorCode.CONFLICT, () -> records.create(container.id(), "one"));
    assertFails(
        ErrorCode.NO_SUCH_CONTAINER, () -> records.create(new ContainerId("f".repeat(64)), "two"));
    assertThat(records.find(inserted(2).id(), "one")).isEmpty();
  }

  @Test
  @Rule({"EXEC-3", "EXEC-4", "REMOVAL-10"})
  void forgetsASessionWithItsContainerAndStartsItNoMore() {
    records.create(container.id(), "one");

    store.remove(container, Change.to(ContainerRecord.configured(), NOW));

    assertThat(records.unfinished()).isEmpty();
    assertFails(ErrorCode.NO_SUCH_EXEC, () -> records.run(container.id(), "one", PROCESS));
    assertThat(events()).doesNotContain("exec one");
  }

  @Test
  @Rule("EXEC-4")
  void startsASessionOnce() {
    records.create(container.id(), "one");
    records.run(container.id(), "one", PROCESS);

    assertFails(ErrorCode.NO_SUCH_EXEC, () -> records.run(container.id(), "one", PROCESS));
  }

  @Test
  @Rule({"MONITOR-3", "EXEC-10"})
  void tellsTheCodeForFiveMinutesAndThenForgetsIt() {
    ended("one", 7);
    outbox.acknowledge(Long.MAX_VALUE);

    pass(Duration.ofSeconds(299));
    records.prune();
    database.close();
    reopen();

    assertThat(records.find(container.id(), "one"))
        .contains(new ExecRecord(container.id(), "one", ExecRecord.State.STOPPED, null, 7));

    pass(Duration.ofSeconds(1));

    assertThat(records.find(container.id(), "one")).isEmpty();
  }

  @Test
  @Rule("MONITOR-3")
  void prunesWhatIsReadableNoMoreAndNothingThatRuns() {
    ended("one", 7);
    records.create(container.id(), "two");
    records.run(container.id(), "two", PROCESS);

    pass(Duration.ofMinutes(5));
    records.prune();

    assertThat(rows()).containsExactly("two");
  }

  @Test
  @Rule("MONITOR-3")
  void forgetsWhatEndedBeforeTheHostsBoot() {
    ended("one", 7);

    nanos.set(1);
    records.prune();

    assertThat(rows()).isEmpty();
  }

  @Test
  @Rule("EXEC-9")
  void takesTheCodeFromTheEventIfTheSessionIsGone() {
    ended("one", 7);
    ended("lost", null);
    store.remove(container, Change.to(ContainerRecord.configured(), NOW));

    assertThat(records.find(container.id(), "one"))
        .contains(new ExecRecord(container.id(), "one", ExecRecord.State.STOPPED, null, 7));
    assertThat(records.find(container.id(), "lost"))
        .contains(new ExecRecord(container.id(), "lost", ExecRecord.State.STOPPED, null, null));
    assertThat(records.find(new ContainerId("f".repeat(64)), "one")).isEmpty();
    assertThat(records.find(container.id(), "on")).isEmpty();
  }

  @Test
  @Rule({"EXEC-8", "EXEC-10"})
  void tellsOneEndOnce() {
    ended("one", 7);

    records.end(container.id(), "one", 8);
    records.end(container.id(), "none", 9);

    assertThat(events()).containsOnlyOnce("exec_died one 7").doesNotContain("exec_died one 8");
    assertThat(events()).noneMatch(event -> event.startsWith("exec_died none"));
  }

  private void ended(String id, @Nullable Integer code) {
    records.create(container.id(), id);
    records.run(container.id(), id, PROCESS);
    records.end(container.id(), id, code);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private List<String> rows() {
    return database.read(
        connection -> {
          try (var select =
                  connection.prepareStatement("SELECT group_concat(id) FROM exec_session");
              var row = select.executeQuery()) {
            String ids = row.getString(1);
            return ids == null ? List.of() : List.of(ids.split(","));
          }
        });
  }

  private List<String> events() {
    return outbox.read(0, 100).stream()
        .flatMap(report -> Stream.ofNullable(report.event()))
        .map(event -> event.action() + " " + event.detail())
        .toList();
  }

  private static void assertFails(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
