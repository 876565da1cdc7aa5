package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.api.container.UserNamespaceSpec.Mode;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.linux.IdMap;
import io.gantry.engine.linux.IdMaps;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers whose users are others on the host. */
@RequiresHost({"root", "runc", "conmon", "busybox"})
class UserNamespaceIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final RemoveOptions REMOVE = new RemoveOptions(true, true, Duration.ZERO, "test");

  private Path directory;
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    engine = Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
    Busybox.importInto(engine.images());
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  private ContainerId start(NetworkSpec network, String script) {
    return start(ContainerSpec.builder(Busybox.REFERENCE).network(network), script);
  }

  private ContainerId start(MountSpec mount, String script) {
    return start(
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .mounts(mount),
        script);
  }

  private ContainerId start(ContainerSpec.Builder builder, String script) {
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec spec =
        builder
            .namespaces(
                new NamespaceSpec(
                    null,
                    null,
                    null,
                    null,
                    new UserNamespaceSpec(Mode.AUTO, null, null, null),
                    null))
            .command("sh", "-c", script)
            .build();
    engine.create(TenantId.DEFAULT, id, "c-" + id.shortId(), spec);
    engine.start(id);
    return id;
  }

  @Test
  @Rule({"IDMAP-3", "IDMAP-7", "NAMESPACES-5", "MONITOR-14", "OCISPEC-2"})
  void isRootInsideAndSomebodyOfItsOwnOutside() throws InterruptedException {
    NetworkSpec none = NetworkSpec.of(NetworkSpec.Mode.NONE);
    ContainerId id =
        start(
            none,
            "test $(id -u) = 0 || exit 1; touch /mine || exit 2;"
                + "test $(stat -c %u /mine) = 0 || exit 3; test -d /sys/class || exit 4;"
                + "test $(stat -c %g /dev/pts/ptmx) = 0 || exit 5; exit 0");
    ContainerId other = start(none, "exit 0");

    assertThat(engine.waitForExit(id, 1, LONG).code()).isZero();
    assertThat(engine.waitForExit(other, 1, LONG).code()).isZero();
    IdMap range = ids(id).uids().getFirst();
    assertThat(range.hostId()).isPositive();
    assertThat(ids(other).uids().getFirst().hostId())
        .isGreaterThanOrEqualTo(range.hostId() + range.size());
    engine.remove(id, REMOVE);
  }

  private IdMaps ids(ContainerId id) {
    return engine.inspect(id).config().ids();
  }

  @Test
  @RequiresHost({"netavark", "iptables"})
  @Rule({"NETWORK-4", "NETWORK-5", "NETWORK-6"})
  void hasANetworkThatBelongsToIt() throws InterruptedException {
    ContainerId id =
        start(
            NetworkSpec.BRIDGE,
            "ip addr show eth0 | grep -q 'inet 10' || exit 1;"
                + "A=$(ip addr show eth0 | grep 'inet ' | tr -s ' /' ' ' | cut -d' ' -f3);"
                + "grep -q \"^$A\" /etc/hosts || exit 2;"
                + "grep -q '^nameserver 10' /etc/resolv.conf || exit 3");

    assertThat(engine.waitForExit(id, 1, LONG).code()).isZero();
  }

  /** One writes as its root, the other, with other ids, sees that as its own. */
  @Test
  @Rule("USERVOLUMES-5")
  void sharesAVolumeThatIsShownWithItsIds() throws InterruptedException {
    MountSpec data =
        new MountSpec(MountSpec.Kind.VOLUME, "shared", "/data", false, List.of("idmap"));
    ContainerId writer = start(data, "touch /data/mine && chown 7:8 /data/mine");
    assertThat(engine.waitForExit(writer, 1, LONG).code()).isZero();

    ContainerId reader =
        start(
            data,
            "test $(stat -c %u:%g /data/mine) = 7:8 || exit 1; touch /data/more || exit 2;"
                + "test $(stat -c %u /data/more) = 0 || exit 3");

    assertThat(engine.waitForExit(reader, 1, LONG).code()).isZero();
    assertThat(ids(reader)).isNotEqualTo(ids(writer));
  }
}
