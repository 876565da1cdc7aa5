package io.gantry.engine.idmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.api.container.UserNamespaceSpec.Mode;
import io.gantry.api.container.UserNamespaceSpec.Range;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.IdMap;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.Outbox;
import io.gantry.engine.state.Reserve;
import io.gantry.engine.state.SqliteStateStore;
import io.gantry.engine.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserIdsTest {
  private static ContainerSpec.Builder with(UserNamespaceSpec users) {
    return ContainerSpec.builder("image")
        .namespaces(new NamespaceSpec(null, null, null, null, users, null));
  }

  private static ContainerSpec.Builder automatic(@Nullable Long size) {
    return with(new UserNamespaceSpec(Mode.AUTO, size, null, null));
  }

  @Test
  @Rule("IDMAP-3")
  void isAsLargeAsItsUserNeeds() {
    assertThat(IdDemand.ofUser("7:1000")).isEqualTo(1001);
    assertThat(IdDemand.ofUser("www-data")).isEqualTo(1);
    assertThat(IdDemand.ofUser("www-data:33")).isEqualTo(34);
    assertThat(IdDemand.of(automatic(10L).build(), "2000")).isEqualTo(2001);
    assertThat(IdDemand.of(automatic(null).build(), "")).isEqualTo(65_536);
  }

  @Test
  @Rule({"IDMAP-3", "IDMAP-6"})
  void countsTheAccountsThatAreMountedOverTheImages(@TempDir Path directory) throws IOException {
    Path etc = Files.createDirectory(directory.resolve("etc"));
    Files.writeString(etc.resolve("passwd"), "a:x:300:300::/:\nnobody:x:65534:65534::/:\n");
    Files.writeString(etc.resolve("group"), "g:x:900:\n");
    Path passwd = Files.writeString(directory.resolve("passwd"), "b:x:500:500::/:\n");

    ContainerSpec below = automatic(10L).mounts(bind(etc, "/etc")).build();
    ContainerSpec specific =
        automatic(10L).mounts(bind(passwd, "/etc/passwd"), bind(etc, "/etc")).build();

    assertThat(AccountOverrides.of(below))
        .isEqualTo(new AccountOverrides(etc.resolve("passwd"), etc.resolve("group")));
    assertThat(AccountOverrides.of(specific).passwd()).isEqualTo(passwd);
    assertThat(IdDemand.of(below, "")).isEqualTo(901);
    assertThat(AccountOverrides.of(automatic(10L).build()))
        .isEqualTo(new AccountOverrides(null, null));
  }

  private static MountSpec bind(Path source, String destination) {
    return new MountSpec(MountSpec.Kind.BIND, source.toString(), destination, false, List.of());
  }

  @Test
  @Rule("IDMAP-3")
  void givesTheLowestRangeNobodyHas() {
    long first = RangePool.free(100, List.of());

    long second = RangePool.free(100, List.of(new IdMap(0, first, 100)));
    long between =
        RangePool.free(100, List.of(new IdMap(0, second + 100, 50), new IdMap(5, first - 10, 60)));

    assertThat(second).isEqualTo(first + 100);
    assertThat(between).isEqualTo(first + 50);
    assertThatThrownBy(() -> RangePool.free(100, List.of(new IdMap(0, first, (1L << 30) - 50))))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE));
  }

  @Test
  @Rule({"IDMAP-2", "IDMAP-4"})
  void copiesTheRangesOfTheSpec(@TempDir Path directory) {
    UserNamespaceSpec mapped =
        new UserNamespaceSpec(
            Mode.MAPPED, null, List.of(new Range(0, 5000, 10)), List.of(new Range(0, 7000, 20)));

    IdMaps maps;
    try (Database database =
        Database.open(
            directory.resolve("db"),
            new Reserve(directory.resolve("r"), 0),
            SqliteStateStore.SCHEMA)) {
      StateStore store = new SqliteStateStore(database, new Outbox(database, Clock.systemUTC()));
      maps = new UserIds(store).with(with(mapped).build(), "", given -> given);
    }

    assertThat(maps.uids()).containsExactly(new IdMap(0, 5000, 10));
    assertThat(maps.gids()).containsExactly(new IdMap(0, 7000, 20));
  }

  @Test
  @Rule("IDMAP-4")
  void takesTheRangesThatWereAskedFor() {
    UserNamespaceSpec mapped =
        new UserNamespaceSpec(Mode.MAPPED, null, List.of(new Range(0, 5000, 10)), null);

    assertThat(mapped.gids()).isEqualTo(mapped.uids());
    assertThatThrownBy(() -> new UserNamespaceSpec(Mode.MAPPED, null, null, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Range(0, 1L << 32, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
