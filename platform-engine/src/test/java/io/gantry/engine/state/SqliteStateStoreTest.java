package io.gantry.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.node.Report;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStateStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Digest IMAGE = new Digest("sha256:" + "1".repeat(64));

  private Path directory;
  private Reserve reserve;
  private Database database;
  private Outbox outbox;
  private StateStore store;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    reserve = new Reserve(directory.resolve("reserve"), 4096);
    reopen();
  }

  private void reopen() {
    database = Database.open(directory.resolve("engine.sqlite"), reserve, SqliteStateStore.SCHEMA);
    outbox = new Outbox(database, Clock.fixed(NOW, ZoneOffset.UTC));
    store = new SqliteStateStore(database, outbox);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private ContainerConfig config(int number) {
    ContainerId id = new ContainerId("%064x".formatted(number));
    return new ContainerConfig(
        id,
        TenantId.DEFAULT,
        "name-" + number,
        ContainerSpec.builder("image").command("sleep", "1").build(),
        new ImageDetail(
            IMAGE, null, List.of("image"), ImageConfig.EMPTY, List.of(), "amd64", "linux", NOW, 0),
        NOW,
        directory.resolve(id.value()),
        directory.resolve("run"),
        directory.resolve("log"));
  }

  private ContainerConfig inserted(int number) {
    ContainerConfig config = config(number);
    store.insert(config, Change.to(ContainerRecord.configured(), NOW));
    return config;
  }

  private static ExitRecord exit(ContainerConfig config, long run, int code) {
    return new ExitRecord(
        config.id(),
        run,
        code,
        null,
        false,
        ExitCause.ENDED,
        null,
        null,
        NOW,
        NOW,
        Duration.ofSeconds(1),
        null);
  }

  @Test
  @Rule({"SAVE-1", "STATES-9"})
  void keepsEverythingOverAReopening() {
    ContainerConfig config = inserted(1);
    ContainerRecord record =
        ContainerRecord.configured().toBuilder()
            .state(ContainerState.RUNNING)
            .run(3)
            .openRun(true)
            .process(new ProcessIdentity(1, 2))
            .monitor(new ProcessIdentity(3, 4))
            .mountPoint(directory.resolve("merged"))
            .startedAt(NOW)
            .startedNanos(17L)
            .requestedBy("somebody")
            .network(
                new NetworkAttachment(
                    directory.resolve("netns"),
                    List.of(
                        new NetworkAttachment.Interface(
                            "default", "eth0", "02::1", List.of("10.0.0.2/24"), List.of())),
                    List.of()))
            .build();
    store.save(config, Change.to(record, NOW));

    database.close();
    reopen();

    assertThat(store.find(config.id())).contains(new StoredContainer(config, record));
  }

  @Test
  void listsAfterEachKindOfChangeWhatIsOnTheDisk() {
    ContainerRecord running =
        ContainerRecord.configured().toBuilder().state(ContainerState.RUNNING).build();
    ContainerConfig saved = inserted(1);
    ContainerConfig savedWithOthers = inserted(2);
    ContainerConfig replaced = inserted(3);
    ContainerConfig removed = inserted(4);
    store.save(saved, Change.to(running, NOW));
    store.saveAll(List.of(new StateStore.Saved(savedWithOthers, Change.to(running, NOW))));
    store.replaceConfig(replaced, Change.to(running, NOW));
    store.remove(removed, Change.to(running, NOW));
    List<StoredContainer> known = store.list();

    database.close();
    reopen();

    assertThat(known).hasSize(3).isEqualTo(store.list());
    assertThat(known).allMatch(container -> container.record().equals(running));
  }

  @Test
  void forgetsAChangeThatWasNotMade() {
    ContainerConfig config = inserted(1);
    StoredContainer before = store.find(config.id()).orElseThrow();

    assertThatThrownBy(() -> inserted(1)).isInstanceOf(GantryException.class);

    assertThat(store.list()).containsExactly(before);
  }

  @Test
  @Rule("STORAGE-14")
  void refusesAnIdOrANameThatIsTaken() {
    ContainerConfig config = inserted(1);
    ContainerConfig other = config(2);
    ContainerConfig sameName =
        new ContainerConfig(
            other.id(),
            other.tenant(),
            config.name(),
            other.spec(),
            other.image(),
            NOW,
            other.staticDir(),
            other.runDir(),
            other.logPath());

    assertThatThrownBy(() -> inserted(1))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONTAINER_EXISTS));
    assertThatThrownBy(() -> store.insert(sameName, Change.to(ContainerRecord.configured(), NOW)))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAME_DUPLICATE));
  }

  @Test
  @Rule("SYNC-9")
  void savesNoRowThatIsGone() {
    ContainerConfig config = inserted(1);
    store.remove(config, Change.to(ContainerRecord.configured(), NOW));

    assertThatThrownBy(() -> store.save(config, Change.to(ContainerRecord.configured(), NOW)))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REMOVED));
  }

  @Test
  @Rule({"EXIT-10", "EXITCODES-2", "SAVE-2"})
  void tellsTheEndOfARunOnceWithItsState() {
    ContainerConfig config = inserted(1);
    ContainerRecord ended = ContainerRecord.configured().toBuilder().run(1).exitCode(3).build();
    Change change = Change.to(ended, NOW).openingRun().ending(exit(config, 1, 3));
    store.save(config, change.telling("died", "3"));
    store.save(config, Change.to(ended, NOW).ending(exit(config, 1, 99)));

    List<Report> reports = outbox.read(0, 100);

    assertThat(reports).filteredOn(report -> report.exit() != null).hasSize(1);
    assertThat(store.exit(config.id(), 1)).map(ExitRecord::code).contains(3);
    assertThat(reports).extracting(Report::sequence).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void readsFromWhereItWasAcknowledged() {
    inserted(1);
    inserted(2);
    List<Report> all = outbox.read(0, 100);

    outbox.acknowledge(all.getFirst().sequence());
    String epoch = outbox.epoch();
    database.close();
    reopen();

    assertThat(outbox.read(0, 100)).isEqualTo(all.subList(1, all.size()));
    assertThat(outbox.epoch()).isEqualTo(epoch);
  }

  @Test
  void knowsWhichImagesAreUsed() {
    inserted(1);

    assertThat(store.usesImage(TenantId.DEFAULT, IMAGE)).isTrue();
    assertThat(store.usesImage(new TenantId("other"), IMAGE)).isFalse();
  }

  @Test
  void refusesNewThingsUntilTheReserveIsWholeAgain() {
    reserve.require();

    assertThat(reserve.release()).isTrue();
    assertThat(reserve.release()).isFalse();
    reserve.require();

    assertThat(Files.exists(directory.resolve("reserve"))).isTrue();
  }

  @Test
  void tellsAnewWhatAControlPlaneHasLost() {
    ContainerConfig config = inserted(1);
    ContainerRecord ended =
        ContainerRecord.configured().toBuilder().state(ContainerState.EXITED).run(1).build();
    store.save(config, Change.to(ended, NOW).ending(exit(config, 1, 42)));
    outbox.acknowledge(outbox.read(0, 100).getLast().sequence());
    String epoch = outbox.epoch();

    outbox.tellAnew();
    database.close();
    reopen();

    List<Report> told = outbox.read(0, 100);
    assertThat(outbox.epoch()).isNotEqualTo(epoch);
    assertThat(outbox.acknowledged()).isZero();
    assertThat(told).hasSize(2);
    assertThat(told.getFirst().exit()).isEqualTo(exit(config, 1, 42));
    assertThat(told.getLast().status())
        .matches(status -> status != null && status.state() == ContainerState.EXITED);
  }

  /** As it does by itself when its disk fails. */
  @Test
  @Rule("SAVE-2")
  void tellsWhatFailedWhenSqliteHasRolledBackAndGoesOn() {
    inserted(1);
    execute(
        "CREATE TRIGGER broken BEFORE INSERT ON container WHEN NEW.name = 'name-2'"
            + " BEGIN SELECT RAISE(ROLLBACK, 'the disk broke'); END");

    assertThatThrownBy(() -> inserted(2)).hasStackTraceContaining("the disk broke");

    execute("DROP TRIGGER broken");
    ContainerConfig later = inserted(3);
    database.close();
    reopen();
    assertThat(store.list()).hasSize(2);
    assertThat(store.find(later.id())).isPresent();
  }

  private void execute(String sql) {
    boolean unused =
        database.write(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
              }
            });
  }
}
