package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.linux.DatagramReceiver;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.supervisor.NotifyMode;
import io.gantry.engine.supervisor.PassedDescriptors;
import io.gantry.engine.supervisor.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager hears of a real container, and what it hands to it. */
@Timeout(60)
@RequiresHost({"root", "runc", "conmon", "busybox"})
class SupervisorIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** The host's Perl in the container, since the image has no program that sends to a socket. */
  private static final String PERL =
      "/host/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 --library-path /host/lib/x86_64-linux-gnu "
          + "/host/bin/perl -I/host/lib/x86_64-linux-gnu/perl-base -MSocket -e ";

  private static final String SENDING =
      "'socket(S, AF_UNIX, SOCK_DGRAM, 0); for (@ARGV) "
          + "{ send(S, $_, 0, pack_sockaddr_un($ENV{NOTIFY_SOCKET})) or die $! }' ";

  private Path directory;
  private @Nullable Engine opened;

  @BeforeEach
  void remember(@TempDir Path temporary) {
    directory = temporary;
  }

  @AfterEach
  void purge() {
    if (opened != null) {
      opened.purge();
      opened.close();
      assertThat(Remains.in(directory)).isEmpty();
    }
  }

  private void open(NotifyMode mode, PassedDescriptors passed) {
    Supervisor supervisor = new Supervisor(mode, directory.resolve("manager"), passed, false);
    opened =
        Engine.open(
            EngineConfig.of(directory.resolve("home"), directory.resolve("run"))
                .withSupervisor(supervisor));
    Busybox.importInto(engine().images());
  }

  private Engine engine() {
    return Objects.requireNonNull(opened);
  }

  private DatagramReceiver manager() throws Exception {
    return DatagramReceiver.at(directory.resolve("manager"));
  }

  private ContainerId start(String script) {
    ContainerId id = ContainerId.random(new SecureRandom());
    engine()
        .create(
            TenantId.DEFAULT,
            id,
            "supervised",
            ContainerSpec.builder(Busybox.REFERENCE)
                .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
                .mounts(new MountSpec(MountSpec.Kind.BIND, "/usr", "/host", true, List.of()))
                .command("sh", "-c", script)
                .build());
    engine().start(id);
    return id;
  }

  private List<String> output(ContainerId id) throws Exception {
    var unused = engine().waitForExit(id, 1, LONG);
    return Files.readAllLines(engine().inspect(id).config().logPath()).stream()
        .map(line -> line.replaceFirst(".* F ", ""))
        .toList();
  }

  private String mainProcess(ContainerId id) {
    return "MAINPID=" + Objects.requireNonNull(engine().inspect(id).record().monitor()).pid();
  }

  @Test
  @Rule({"START-5", "SDNOTIFY-1", "SDNOTIFY-3"})
  void hearsFromTheEngineThatItIsReady() throws Exception {
    open(NotifyMode.CONMON, PassedDescriptors.NONE);
    try (DatagramReceiver manager = manager()) {
      ContainerId id = start("echo \"${NOTIFY_SOCKET-none}\"; ls -d /run/notify 2>&1");

      assertThat(manager.receive(LONG)).contains(mainProcess(id) + "\nREADY=1");
      assertThat(output(id).getFirst()).isEqualTo("none");
    }
  }

  @Test
  @Rule({"START-5", "SDNOTIFY-1", "SDNOTIFY-2"})
  void hearsFromTheContainerThatItIsReadyAndAliveAndNothingElse() throws Exception {
    open(NotifyMode.CONTAINER, PassedDescriptors.NONE);
    try (DatagramReceiver manager = manager()) {
      ContainerId id =
          start(PERL + SENDING + "'MAINPID=1' 'STATUS=lies' 'READY=1' 'WATCHDOG=1' && sleep 1000");

      List<String> heard = new ArrayList<>();
      for (int i = 0; i < 3; i++) { // the container may be faster than the engine
        heard.add(manager.receive(LONG).orElseThrow());
      }
      assertThat(heard)
          .containsExactlyInAnyOrder(mainProcess(id), "READY=1", "WATCHDOG=1")
          .containsSubsequence("READY=1", "WATCHDOG=1");
      assertThat(manager.receive(Duration.ZERO)).isEmpty();
    }
  }

  /** Its files would be the host's to keep. */
  @Test
  void letsNoContainerWriteBesideTheSocket() throws Exception {
    open(NotifyMode.CONTAINER, PassedDescriptors.NONE);
    try (DatagramReceiver manager = manager()) {
      ContainerId id = start("touch /run/notify/file 2>&1; rm /run/notify/notify.sock 2>&1");

      assertThat(manager.receive(LONG)).isPresent();
      assertThat(output(id)).hasSize(2).allMatch(line -> line.endsWith("Read-only file system"));
    }
  }

  @Test
  void startsThoughNobodyListens() {
    open(NotifyMode.CONTAINER, PassedDescriptors.NONE);

    ContainerId id = start("sleep 1000");

    assertThat(engine().inspect(id).record().state().isActive()).isTrue();
  }

  @Test
  @Rule("SDNOTIFY-4")
  void handsItsSocketsToTheContainer() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "of the manager\n");
    try (Descriptor descriptor = Descriptor.open(file, OpenFlags.O_RDONLY, 0)) {
      open(NotifyMode.IGNORE, new PassedDescriptors(List.of(descriptor.number()), true, "web"));

      ContainerId id =
          start("cat <&3; echo $LISTEN_FDS $LISTEN_PID $LISTEN_FDNAMES; ls /proc/1/fd; true");

      assertThat(output(id)).containsExactly("of the manager", "1 1 web", "0", "1", "2", "3");
    }
  }

  @Test
  void isNotOpenedWithDescriptorsThatAreNotOpen() {
    assertThatThrownBy(() -> open(NotifyMode.IGNORE, PassedDescriptors.of(List.of(1_000_000))))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    assertThat(directory.resolve("home")).doesNotExist();
  }
}
