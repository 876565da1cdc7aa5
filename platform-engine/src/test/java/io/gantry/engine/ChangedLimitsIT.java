package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.IoLimits;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.Resources;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.cgroup.CgroupMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits while a container runs, and after it was started again. */
@Timeout(120)
@RequiresHost({"root", "runc", "conmon", "busybox"})
class ChangedLimitsIT {
  private static final long MEBIBYTE = 1L << 20;

  private final Path directory;
  private final Engine engine;

  ChangedLimitsIT(@TempDir Path temporary) throws IOException {
    directory = temporary.toRealPath();
    engine = Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
    Busybox.importInto(engine.images());
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  private ContainerId running(Resources resources) {
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec spec =
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .resources(resources)
            .command("sleep", "1000")
            .build();
    engine.create(TenantId.DEFAULT, id, "c-" + id.shortId(), spec);
    engine.start(id);
    return id;
  }

  private void limit(ContainerId id, Resources resources) {
    ContainerSpec spec = engine.inspect(id).config().spec();
    engine.update(id, spec.toBuilder().resources(resources).build());
  }

  private static Resources memory(long bytes) {
    return new Resources(bytes, null, 0.5, 512L, "0", 100L, null, null);
  }

  @Test
  void areTakenAwayWhenTheyAreLeftOut() throws IOException {
    ContainerId id = running(memory(64 * MEBIBYTE));
    assertThat(engine.stats(id).memoryLimitBytes()).isEqualTo(64 * MEBIBYTE);
    String own = processors(id);

    limit(id, Resources.DEFAULT);

    assertThat(engine.stats(id).memoryLimitBytes()).isNull();
    assertThat(own).isEqualTo("0");
    assertThat(processors(id))
        .isEqualTo(Files.readString(Path.of("/sys/devices/system/cpu/online")).strip());
  }

  @Test
  void areThoseOfTheChangeAfterTheNextStart() {
    ContainerId id = running(Resources.DEFAULT);

    limit(id, memory(32 * MEBIBYTE));
    engine.restart(id, Duration.ZERO, null);

    assertThat(engine.stats(id).memoryLimitBytes()).isEqualTo(32 * MEBIBYTE);
  }

  @Test
  void holdForBlockDevicesAtTheStartAndWhileItRuns() throws IOException {
    Path device = blockDevice();
    ContainerId id = running(io(device, 5 * MEBIBYTE));
    assertThat(writeLimit(id)).contains(Long.toString(5 * MEBIBYTE));

    limit(id, io(device, 7 * MEBIBYTE));
    assertThat(writeLimit(id)).contains(Long.toString(7 * MEBIBYTE));
    limit(id, memory(64 * MEBIBYTE));

    assertThat(writeLimit(id)).doesNotContain(Long.toString(7 * MEBIBYTE));
    engine.restart(id, Duration.ZERO, null);
    assertThat(writeLimit(id)).isEmpty();
  }

  @Test
  void areRefusedForWhatIsNoBlockDevice() {
    ContainerId id = running(Resources.DEFAULT);

    assertThatThrownBy(() -> limit(id, io(Path.of("/dev/null"), 1)))
        .hasMessageContaining("/dev/null is no block device")
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    assertThat(engine.inspect(id).config().spec().resources()).isEqualTo(Resources.DEFAULT);
  }

  private static Resources io(Path device, long written) {
    IoLimits.Device limits = new IoLimits.Device(device.toString(), null, written, null, null);
    return Resources.DEFAULT.withIo(new IoLimits(null, List.of(limits)));
  }

  private static Path blockDevice() throws IOException {
    try (Stream<Path> devices = Files.list(Path.of("/sys/block"))) {
      return devices
          .filter(device -> !device.getFileName().toString().matches("(loop|ram|zram).*"))
          .map(device -> Path.of("/dev").resolve(device.getFileName()))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow();
    }
  }

  private String processors(ContainerId id) throws IOException {
    return read(id, "cpuset", "cpuset.cpus");
  }

  private String writeLimit(ContainerId id) throws IOException {
    return unified()
        ? read(id, "", "io.max")
        : read(id, "blkio", "blkio.throttle.write_bps_device");
  }

  private boolean unified() {
    return engine.info().cgroups() == CgroupMode.V2;
  }

  private String read(ContainerId id, String controller, String file) throws IOException {
    int pid = Objects.requireNonNull(engine.inspect(id).record().process()).pid();
    Path root = Path.of("/sys/fs/cgroup").resolve(unified() ? "" : controller);
    String group =
        Files.readAllLines(Path.of("/proc", Integer.toString(pid), "cgroup")).stream()
            .filter(line -> line.contains(unified() ? "0::" : ":" + controller + ":"))
            .map(line -> line.replaceFirst(".*:/", ""))
            .findFirst()
            .orElseThrow();
    return Files.readString(root.resolve(group).resolve(file)).strip();
  }
}
