package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.pod.PodId;
import io.gantry.api.pod.PodSpec;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.Outbox;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.state.PodStore;
import io.gantry.engine.state.Reserve;
import io.gantry.engine.state.SqliteStateStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Rule("STORAGE-17")
class LookupTest {
  private static final TenantId TENANT = TenantId.DEFAULT;

  private Path directory;
  private Database database;
  private SqliteStateStore store;
  private PodStore pods;
  private Lookup lookup;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    database =
        Database.open(
            directory.resolve("engine.sqlite"),
            new Reserve(directory.resolve("reserve"), 0),
            SqliteStateStore.SCHEMA);
    Outbox outbox = new Outbox(database, Clock.systemUTC());
    store = new SqliteStateStore(database, outbox);
    pods = new PodStore(database, outbox);
    lookup = new Lookup(store, pods);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void takesAFullIdBeforeANameThatReadsTheSame() {
    ContainerId meant = insert("a1", TENANT, "web");
    insert("b2", TENANT, meant.value());

    assertThat(lookup.find(TENANT, meant.value())).contains(meant);
  }

  @Test
  void takesANameBeforeAPrefix() {
    insert("a1", TENANT, "web");
    ContainerId named = insert("b2", TENANT, "a1");

    assertThat(lookup.find(TENANT, "a1")).contains(named);
  }

  @Test
  void takesAPrefixOnlyOneHas() {
    ContainerId first = insert("a1", TENANT, "web");
    insert("a2", TENANT, "db");

    assertThat(lookup.find(TENANT, "a1")).contains(first);
    assertThat(lookup.find(TENANT, "c")).isEmpty();
    assertThat(lookup.find(TENANT, "we")).isEmpty();
    assertThat(lookup.find(TENANT, "a_")).isEmpty();
    assertThatThrownBy(() -> lookup.find(TENANT, "a"))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  @Test
  void findsNothingOfOtherTenants() {
    ContainerId id = insert("a1", new TenantId("other"), "web");

    assertThat(lookup.find(TENANT, id.value())).isEmpty();
    assertThat(lookup.find(TENANT, "web")).isEmpty();
    assertThat(lookup.find(TENANT, "a1")).isEmpty();
  }

  @Test
  void saysThatAPodIsCalledSo() {
    insert("a1", TENANT, "web");
    pods.insert(
        new PodRecord(
            new PodId("b".repeat(64)),
            TENANT,
            "a",
            PodSpec.DEFAULT,
            Instant.EPOCH,
            null,
            PodRecord.Phase.CREATED));

    assertThatThrownBy(() -> lookup.find(TENANT, "a"))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContaining("is a pod");
  }

  private ContainerId insert(String start, TenantId tenant, String name) {
    ContainerId id = new ContainerId(start + "0".repeat(64 - start.length()));
    Path bundle = directory.resolve(id.value());
    ContainerConfig config =
        new ContainerConfig(
            id,
            tenant,
            name,
            ContainerSpec.builder("image").build(),
            new ImageDetail(
                new Digest("sha256:" + "1".repeat(64)),
                null,
                List.of("image"),
                ImageConfig.EMPTY,
                List.of(),
                "amd64",
                "linux",
                Instant.EPOCH,
                0),
            Instant.EPOCH,
            bundle,
            directory.resolve("run"),
            bundle.resolve("ctr.log"));
    store.insert(config, Change.to(ContainerRecord.configured(), Instant.EPOCH));
    return id;
  }
}
