package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.LoggingSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.InetSocket;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.Program;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresHost({"root", "runc", "conmon", "busybox"})
class MonitorIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Inet4Address LOOPBACK = loopback();

  @Test
  @Rule({"EXIT-1", "EXIT-7", "EXIT-9"})
  void keepsTheExitCodeOfTheContainer() throws Exception {
    LinkedBlockingQueue<ContainerId> exits = new LinkedBlockingQueue<>();
    try (Bundle bundle = Bundle.script("exit 42");
        ExitFiles exitFiles = ExitFiles.watch(bundle.files().exitDir(), exits::add)) {
      bundle.create();

      bundle.runtime().start(bundle.id());

      assertThat(exitFiles.waitFor(bundle.files(), LONG).map(ExitFile::code)).contains(42);
      assertThat(exits.poll(20, TimeUnit.SECONDS)).isEqualTo(bundle.id());
    }
  }

  @Test
  @Rule({"MONITOR-5", "MONITOR-6", "MONITOR-7", "OCISPEC-20"})
  void createsAContainerThatWaitsForItsStart() throws Exception {
    try (Bundle bundle = Bundle.script("exit 0")) {
      MonitorStarted started = bundle.create();

      assertThat(started.container().isAlive()).isTrue();
      assertThat(started.monitor()).isNotNull();
      assertThat(bundle.runtime().state(bundle.id()))
          .contains(new RuntimeState(RuntimeState.Status.CREATED, started.container().pid()));
    }
  }

  @Test
  @Rule({"EXITCODES-9", "MONITOR-6"})
  void namesACommandThatIsMissingOrMayNotBeRunAndLeavesNothing() throws Exception {
    assertFails(ErrorCode.RUNTIME_NOT_FOUND, "/no/such/program");
    assertFails(ErrorCode.RUNTIME_NOT_FOUND, "no-such-program");
    assertFails(ErrorCode.RUNTIME_PERMISSION, "/etc");
  }

  @Test
  @Rule("EXIT-13")
  void tellsASignalByItsNumberAndTheEndOfTheRunsTimeByMinusOne() throws Exception {
    assertThat(codeOf("sleep 1000", Duration.ofSeconds(1))).isEqualTo(-1);
    try (Bundle bundle = Bundle.script("sleep 1000");
        ExitFiles exits = ExitFiles.watch(bundle.files().exitDir(), id -> {})) {
      bundle.create();
      bundle.runtime().start(bundle.id());
      bundle.runtime().kill(bundle.id(), 9, false);

      assertThat(exits.waitFor(bundle.files(), LONG).map(ExitFile::code)).contains(137);
    }
  }

  @Test
  @Rule("MONITOR-8")
  void handsNothingOfTheEngineOnButTheStandardDescriptors() throws Exception {
    try (Bundle bundle = Bundle.script("ls /proc/$$/fd; env; true");
        Descriptor port = Descriptor.open(Path.of("/dev/null"), OpenFlags.O_RDONLY, 0);
        ExitFiles exits = ExitFiles.watch(bundle.files().exitDir(), id -> {})) {
      bundle.create(
          new MonitorRequest(
              bundle.files(), "test", LoggingSpec.DEFAULT, false, false, null, List.of(port)));
      bundle.runtime().start(bundle.id());
      assertThat(exits.waitFor(bundle.files(), LONG)).isPresent();

      assertThat(Files.readAllLines(bundle.files().log()))
          .extracting(line -> line.replaceFirst(".* F ", ""))
          .containsExactlyInAnyOrder("0", "1", "2", "PATH=/bin", "HOME=/", "PWD=/", "SHLVL=1");
    }
  }

  @Test
  void keepsHeldDescriptorsWhileTheContainerRuns() throws Exception {
    try (Bundle bundle = Bundle.script("sleep 1000")) {
      Path held = bundle.files().bundle().resolve("held");
      Files.createFile(held);
      ProcessIdentity monitor;
      try (Descriptor descriptor = Descriptor.open(held, OpenFlags.O_RDONLY, 0)) {
        monitor =
            Objects.requireNonNull(
                bundle
                    .create(
                        new MonitorRequest(
                            bundle.files(),
                            "test",
                            LoggingSpec.DEFAULT,
                            false,
                            false,
                            null,
                            List.of(descriptor)))
                    .monitor());
      }

      assertThat(openFiles(monitor)).contains(held.toString());
    }
  }

  @Test
  @Rule({"MONITOR-12", "NETWORK-17"})
  void writesTheExitFileAfterAllOutputAndWithoutHeldDescriptors() throws Exception {
    try (Bundle bundle = Bundle.script("i=0; while [ $i -lt 5000 ]; do echo $((i+=1)); done");
        ExitFiles exits = ExitFiles.watch(bundle.files().exitDir(), id -> {})) {
      int port = freePort();
      try (Descriptor held = InetSocket.listen(LOOPBACK, port)) {
        bundle.create(
            new MonitorRequest(
                bundle.files(), "test", LoggingSpec.DEFAULT, false, false, null, List.of(held)));
      }
      assertThatThrownBy(() -> InetSocket.listen(LOOPBACK, port))
          .isInstanceOf(SyscallException.class);

      bundle.runtime().start(bundle.id());

      assertThat(exits.waitFor(bundle.files(), LONG)).isPresent();
      InetSocket.listen(LOOPBACK, port).close();
      assertThat(output(bundle.files().log()).lines())
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 5000).mapToObj(Integer::toString).toList());
    }
  }

  /** Joins the lines that the monitor read in parts, marked by a P. */
  private static String output(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .map(line -> line.split(" ", 4))
        .map(fields -> fields[2].equals("P") ? fields[3] : fields[3] + "\n")
        .collect(Collectors.joining());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  @Test
  @Rule("MONITOR-6")
  @Timeout(60)
  void endsAMonitorWhoseRuntimeWasKilledBeforeItSaidThatItCreated() throws Exception {
    try (Bundle bundle = Bundle.script("exit 0")) {
      bundle.writeSpec();
      Path killed = bundle.files().bundle().resolve("killed");
      Files.writeString(
          killed,
          "#!/bin/sh\n"
              + Program.find("runc").orElseThrow()
              + " \"$@\"\ncode=$?\ncase \"$*\" in *' create '*) kill -9 $$;; esac\nexit $code\n");
      Files.setPosixFilePermissions(killed, PosixFilePermissions.fromString("rwx------"));
      OciRuntime runtime = new RuncRuntime(killed, bundle.files().runDir(), Map.of());
      Monitor monitor =
          new Monitor(
              Program.find("conmon").orElseThrow(),
              runtime,
              bundle.cgroups(),
              Map.of(),
              Duration.ofMinutes(1));

      assertThatThrownBy(() -> monitor.create(bundle.request()))
          .hasMessageContaining("the runtime was killed");

      assertThat(runtime.containers()).isEmpty();
      assertThat(new RunningMonitors(runtime).list()).isEmpty();
    }
  }

  @Test
  @Rule({"MONITOR-6", "MONITOR-13"})
  void endsAMonitorWhoseRuntimeHangs() throws Exception {
    try (Bundle bundle = Bundle.script("exit 0")) {
      Path hanging = bundle.files().bundle().resolve("hanging");
      Files.writeString(hanging, "#!/bin/sh\ncase \"$*\" in *create*) exec sleep 1000;; esac\n");
      Files.setPosixFilePermissions(hanging, PosixFilePermissions.fromString("rwx------"));
      OciRuntime runtime = new RuncRuntime(hanging, bundle.files().runDir(), Map.of());
      Monitor monitor =
          new Monitor(
              Program.find("conmon").orElseThrow(),
              runtime,
              bundle.cgroups(),
              Map.of(),
              Duration.ofMillis(300));

      assertThatThrownBy(() -> monitor.create(bundle.request()))
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
          .hasMessageContaining("did not answer");
      assertThat(new RunningMonitors(runtime).list()).isEmpty();
    }
  }

  @Test
  @Rule({"MONITOR-5", "MONITOR-13"})
  void livesApartFromTheEngine() throws Exception {
    try (Bundle bundle = Bundle.script("exit 0")) {
      ProcessIdentity monitor = Objects.requireNonNull(bundle.create().monitor());

      Path stat = Path.of("/proc", Integer.toString(monitor.pid()), "stat");
      String[] fields = Files.readString(stat).replaceFirst(".*\\) ", "").split(" ", -1);
      assertThat(fields[1]).isNotEqualTo(Long.toString(ProcessHandle.current().pid()));
      assertThat(fields[3]).isEqualTo(Integer.toString(monitor.pid()));
    }
  }

  private static Inet4Address loopback() {
    try {
      return (Inet4Address) InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int codeOf(String script, @Nullable Duration runTimeout) throws Exception {
    try (Bundle bundle = Bundle.script(script);
        ExitFiles exits = ExitFiles.watch(bundle.files().exitDir(), id -> {})) {
      bundle.create(
          new MonitorRequest(
              bundle.files(), "test", LoggingSpec.DEFAULT, false, false, runTimeout, List.of()));
      bundle.runtime().start(bundle.id());
      return exits.waitFor(bundle.files(), LONG).orElseThrow().code();
    }
  }

  private static void assertFails(ErrorCode code, String command) throws Exception {
    try (Bundle bundle = Bundle.command(command)) {
      assertThatThrownBy(bundle::create)
          .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
      assertThat(bundle.runtime().containers()).isEmpty();
      assertThat(new RunningMonitors(bundle.runtime()).list()).isEmpty();
    }
  }

  private static List<String> openFiles(ProcessIdentity process) throws Exception {
    List<String> targets = new ArrayList<>();
    Path directory = Path.of("/proc", Integer.toString(process.pid()), "fd");
    try (Stream<Path> descriptors = Files.list(directory)) {
      for (Path descriptor : descriptors.toList()) {
        targets.add(Files.readSymbolicLink(descriptor).toString());
      }
    }
    return targets;
  }
}
