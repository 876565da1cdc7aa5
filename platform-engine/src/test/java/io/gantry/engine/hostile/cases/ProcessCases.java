package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.done;
import static io.gantry.engine.hostile.Expected.insideOrRefused;
import static io.gantry.engine.hostile.Expected.refused;
import static io.gantry.engine.storage.TarBuilder.aTar;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.Engine;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Expected;
import io.gantry.engine.hostile.Ground;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a process gets besides what it was asked for. */
final class ProcessCases {
  /** Tells every descriptor from 3 upwards, and none if there is none. */
  private static final String DESCRIPTORS =
      "n=3; while [ $n -lt 99 ]; do [ -e /proc/$$/fd/$n ] && echo open $n; n=$((n+1)); done;"
          + " echo 0-2 only";

  private static final String CAPABILITIES = "busybox grep Cap /proc/self/status";
  private static final String MASKED =
      """
      for f in /proc/kcore /proc/keys /proc/timer_list; do
        [ -e $f ] && [ "$(busybox head -c 1 $f 2>/dev/null)" ] && echo seen $f
      done
      for d in /sys/firmware /proc/acpi /proc/scsi; do
        [ "$(ls $d 2>/dev/null)" ] && echo seen $d
      done
      for f in /proc/sys/kernel/core_pattern /proc/sysrq-trigger /proc/irq/default_smp_affinity; do
        [ -e $f ] && (echo x >> $f) 2>/dev/null && echo wrote $f
      done
      echo masked
      """;
  private static final String NONE = "0000000000000000";

  private ProcessCases() {}

  static Area area() {
    List<Case> cases = new ArrayList<>();
    for (String directory :
        List.of(
            "/proc", "/proc/self/fd/7", "/proc/self/cwd", "/proc/1/root", "//proc/./self/fd/3")) {
      cases.add(imageDirectory(directory));
      cases.add(userDirectory(directory));
      cases.add(execDirectory(directory));
    }
    for (String target : List.of("/proc/self/fd/7", "/proc/self/fd", "/proc/self/root", "/proc")) {
      cases.add(linkedDirectory(target));
    }
    cases.add(execThroughLinks());
    cases.add(started("descriptors", null, DESCRIPTORS, "0 0-2 only\n"));
    cases.add(executed("descriptors", null, DESCRIPTORS, "0-2 only\n"));
    cases.add(started("masked and read-only paths", null, MASKED, "0 masked\n"));
    cases.add(executed("masked and read-only paths", null, MASKED, "masked\n"));
    for (String user : List.of("0", "1000:1000")) {
      cases.add(capabilities(user));
    }
    cases.add(environment());
    return new Area(
        "processes: directories, descriptors, capabilities", Area.Needs.CONTAINERS, cases);
  }

  private static Case imageDirectory(String directory) {
    ImageConfig image = new ImageConfig(null, null, null, directory, null, null, null, null);
    return Case.planted(
            "working directory %s of the image".formatted(directory),
            g -> Containers.importImage(g, aTar(), image))
        .when("a container is run", g -> run(g, Containers.hostile("/busybox", "pwd")))
        .then(refused(ErrorCode.INVALID_ARGUMENT));
  }

  private static Case userDirectory(String directory) {
    return Case.given("working directory %s of the user".formatted(directory))
        .when("a container is run", g -> run(g, Containers.good("pwd").workingDirectory(directory)))
        .then(refused(ErrorCode.INVALID_ARGUMENT));
  }

  private static Case linkedDirectory(String target) {
    ImageConfig image = new ImageConfig(null, null, null, "/work", null, null, null, null);
    return Case.planted(
            "working directory /work of the image, a link to " + target,
            g -> Containers.importImage(g, aTar().symlink("work", target), image))
        .when("a container is run", g -> run(g, Containers.hostile("/busybox", "pwd")))
        .then(refused(ErrorCode.INVALID_ARGUMENT));
  }

  private static Case execDirectory(String directory) {
    return Case.given("working directory %s of a further command".formatted(directory))
        .when("it is run", g -> exec(g, null, directory, "pwd"))
        .then(refused(ErrorCode.INVALID_ARGUMENT));
  }

  /** The container may make such a link at any time, so the name alone is not to be trusted. */
  private static Case execThroughLinks() {
    return Case.given("a container that links /w to each of its descriptors")
        .when("further commands are run in /w", ProcessCases::execInLinks)
        .then(insideOrRefused());
  }

  private static String execInLinks(Ground ground) throws InterruptedException {
    Engine engine = ground.engine();
    ContainerId id = Containers.create(engine, Containers.good("sleep 1000"));
    engine.start(id);
    StringBuilder seen = new StringBuilder();
    try {
      for (int descriptor = 3; descriptor < 12; descriptor++) {
        ExecSpec link = ExecSpec.of("busybox", "ln", "-snf", "/proc/self/fd/" + descriptor, "/w");
        seen.append(Containers.exec(engine, id, link));
        seen.append(tryToEscape(engine, id, ground.canary().path("secret").toString()));
      }
      return seen.toString();
    } finally {
      Containers.remove(engine, id);
    }
  }

  private static String tryToEscape(Engine engine, ContainerId id, String secret)
      throws InterruptedException {
    String up = "../".repeat(20) + secret.substring(1);
    try {
      return Containers.exec(engine, id, command(null, "/w", "busybox cat " + up));
    } catch (GantryException e) {
      return e.code().toString();
    }
  }

  private static Case started(String what, @Nullable String user, String script, String expected) {
    return Case.given("a look at " + what)
        .when("a container is run", g -> run(g, as(user, Containers.good(script))))
        .then(Expected.gives(expected));
  }

  private static ContainerSpec.Builder as(@Nullable String user, ContainerSpec.Builder spec) {
    return user == null ? spec : spec.user(user);
  }

  private static Case executed(String what, @Nullable String user, String script, String expected) {
    return Case.given("a look at " + what)
        .when("a further command is run", g -> exec(g, user, null, script))
        .then(Expected.gives(expected));
  }

  private static Case capabilities(String user) {
    return Case.given("a look at the capabilities of user " + user)
        .when(
            "a container and a further command are run",
            g ->
                run(g, Containers.good(CAPABILITIES).user(user))
                    + exec(g, user, null, CAPABILITIES))
        .then(done("none inheritable or ambient, no raw network", ProcessCases::requireFew));
  }

  private static void requireFew(Ground ground, Object lines) {
    for (String line : String.valueOf(lines).lines().toList()) {
      String[] words = line.replaceFirst("^0 ", "").split("\\s+", -1);
      long set = Long.parseLong(words[1], 16);
      if (words[0].equals("CapInh:") || words[0].equals("CapAmb:")) {
        LayerCases.require(words[1].equals(NONE), line);
      }
      LayerCases.require((set & 1L << 13) == 0, "raw network: " + line);
    }
  }

  private static Case environment() {
    ContainerSpec.Builder spec = Containers.good("busybox env").environment(Map.of("A", "1\nB=2"));
    return Case.given("a look at the environment")
        .when("a container is run", g -> run(g, spec))
        .then(done("nothing of the engine's", (g, env) -> requireOwn(String.valueOf(env))));
  }

  private static void requireOwn(String environment) {
    for (String name : System.getenv().keySet()) {
      if (!List.of("PATH", "HOME", "HOSTNAME", "TERM", "PWD", "SHLVL", "container")
          .contains(name)) {
        LayerCases.require(!environment.contains("\n" + name + "="), "it has " + name);
      }
    }
  }

  private static String run(Ground ground, ContainerSpec.Builder spec) throws InterruptedException {
    return Containers.run(ground.engine(), Containers.create(ground.engine(), spec));
  }

  private static String exec(
      Ground ground, @Nullable String user, @Nullable String directory, String script)
      throws InterruptedException {
    Engine engine = ground.engine();
    ContainerId id = Containers.create(engine, Containers.good("sleep 1000"));
    try {
      engine.start(id);
      return Containers.exec(engine, id, command(user, directory, script));
    } finally {
      Containers.remove(engine, id);
    }
  }

  private static ExecSpec command(
      @Nullable String user, @Nullable String directory, String script) {
    return new ExecSpec(List.of("sh", "-c", script), Map.of(), user, directory, null, false, null);
  }
}
