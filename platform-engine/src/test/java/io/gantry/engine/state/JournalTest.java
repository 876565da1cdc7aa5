package io.gantry.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.engine.Rule;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final int MOST = 100;
  private static final TenantId OTHER = new TenantId("other");
  private static final ContainerId ONE = new ContainerId("%064x".formatted(1));
  private static final ContainerId TWO = new ContainerId("%064x".formatted(2));

  private Database database;
  private Outbox outbox;
  private Journal journal;
  private volatile Instant now = NOON;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  @BeforeEach
  void open(@TempDir Path directory) {
    database =
        Database.open(
            directory.resolve("engine.sqlite"),
            new Reserve(directory.resolve("reserve"), 4096),
            SqliteStateStore.SCHEMA);
    outbox = new Outbox(database, clock);
    journal = new Journal(database, outbox, clock, MOST);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void happens(TenantId tenant, @Nullable ContainerId container, String action) {
    outbox.append(new Report.Event(tenant, container, action, null));
  }

  private void happens(ContainerId container, String action) {
    happens(TenantId.DEFAULT, container, action);
  }

  private List<String> read(JournalQuery query) throws InterruptedException {
    try (JournalReader reader = journal.open(query)) {
      return rest(reader);
    }
  }

  private static List<String> rest(JournalReader reader) throws InterruptedException {
    List<String> actions = new ArrayList<>();
    Optional<JournalEntry> entry = reader.next();
    while (entry.isPresent()) {
      actions.add(entry.get().event().action());
      entry = reader.next();
    }
    return actions;
  }

  @Test
  @Rule("EVENTS-6")
  void isReadByTimeTenantContainerAndAction() throws Exception {
    happens(ONE, "create");
    now = NOON.plusMillis(1);
    happens(ONE, "start");
    happens(TWO, "start");
    now = NOON.plusSeconds(1);
    happens(ONE, "died");
    happens(OTHER, null, "pod_create");

    assertThat(read(JournalQuery.ALL))
        .containsExactly("create", "start", "start", "died", "pod_create");
    assertThat(read(JournalQuery.ALL.between(NOON.plusMillis(1), NOON.plusSeconds(1))))
        .containsExactly("start", "start");
    assertThat(read(JournalQuery.ALL.between(NOON.plusSeconds(1), null)))
        .containsExactly("died", "pod_create");
    assertThat(read(JournalQuery.ALL.of(OTHER))).containsExactly("pod_create");
    assertThat(read(JournalQuery.ALL.of(Set.of(ONE)).actions(Set.of("start", "died"))))
        .containsExactly("start", "died");
  }

  @Test
  void staysWhenTheControlPlaneHasTakenItOver() throws Exception {
    happens(ONE, "create");

    outbox.acknowledge(1);

    assertThat(read(JournalQuery.ALL)).containsExactly("create");
  }

  @Test
  @Rule("EVENTS-6")
  void isReadOnAfterAnEventThatWasRead() throws Exception {
    happens(ONE, "create");
    happens(ONE, "start");
    happens(ONE, "died");

    JournalEntry second;
    try (JournalReader reader = journal.open(JournalQuery.ALL)) {
      assertThat(reader.next()).isPresent();
      second = reader.next().orElseThrow();
    }

    assertThat(second.at()).isEqualTo(NOON);
    assertThat(read(JournalQuery.ALL.after(second.sequence()))).containsExactly("died");
  }

  @Test
  @Rule("EVENTS-6")
  void losesNothingForOneWhoReadsLateUpToItsSizeAndSaysWhatItLost() throws Exception {
    happens(ONE, "first");
    try (JournalReader early = journal.open(JournalQuery.ALL);
        JournalReader late = journal.open(JournalQuery.ALL.after(1))) {
      assertThat(early.next()).isPresent();
      for (int i = 0; i < MOST; i++) {
        happens(ONE, "event" + i);
      }
      journal.prune();

      assertThat(rest(early)).hasSize(MOST).startsWith("event0");
      assertThat(early.missed()).isZero();

      happens(ONE, "one more");
      happens(ONE, "and another");
      journal.prune();

      assertThat(rest(late)).hasSize(MOST).startsWith("event2").endsWith("and another");
      assertThat(late.missed()).isEqualTo(2);
    }
  }

  @Test
  @Rule("EVENTS-6")
  void isFollowed() throws Exception {
    try (JournalReader reader = journal.open(JournalQuery.ALL.of(Set.of(ONE)).following())) {
      CompletableFuture<Optional<JournalEntry>> next = later(reader);
      happens(TWO, "start");
      happens(ONE, "died");

      assertThat(next.get(30, TimeUnit.SECONDS).orElseThrow().event().action()).isEqualTo("died");
    }
  }

  @Test
  void endsForAFollowerWhenItIsClosedOrItsTimeIsOver() throws Exception {
    happens(ONE, "create");
    now = NOON.plusSeconds(10);
    assertThat(read(JournalQuery.ALL.between(null, NOON.plusSeconds(10)).following()))
        .containsExactly("create");
    JournalReader reader = journal.open(JournalQuery.ALL.after(1).following());
    CompletableFuture<Optional<JournalEntry>> next = later(reader);

    reader.close();

    assertThat(next.get(30, TimeUnit.SECONDS)).isEmpty();
  }

  private static CompletableFuture<Optional<JournalEntry>> later(JournalReader reader) {
    CompletableFuture<Optional<JournalEntry>> next = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                next.complete(reader.next());
              } catch (InterruptedException e) {
                next.completeExceptionally(e);
              }
            });
    return next;
  }
}
