package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Program;
import io.gantry.engine.linux.ProgramRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The host's packet filter, as far as netavark does not keep it right: the order of its rules while
 * networks are used, and the empty chains it leaves after the last of them. Those are taken away
 * when nobody uses them, neither this installation nor another nor Podman.
 */
final class Firewall {
  private static final String ISOLATION = "NETAVARK_ISOLATION_1";

  /** With a comment it is not the tool's own rule, so the tool does not delete it. */
  private static final List<String> JUMP =
      List.of("-m", "comment", "--comment", "gantry keeps networks apart", "-j", ISOLATION);

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

  /**
   * Sees to it that packets come by the rules that keep networks apart before those that let them
   * through. The tool deletes its own jump there with the last container of any network, and later
   * puts it behind the others, where it has no effect.
   */
  void keepNetworksApart() {
    Optional<Path> found = Program.find("iptables");
    if (found.isEmpty()) {
      return; // the tool will say what it needs
    }
    Path iptables = found.get();
    if (rule(iptables, "-C", List.of("FORWARD"), JUMP) == 0) {
      return;
    }
    var unused = rule(iptables, "-N", List.of(ISOLATION), List.of());
    if (rule(iptables, "-I", List.of("FORWARD", "1"), JUMP) != 0) {
      throw failure(iptables, "networks cannot be kept apart");
    }
  }

  private static int rule(Path iptables, String act, List<String> place, List<String> rule) {
    List<String> arguments = new ArrayList<>(List.of("--wait", act));
    arguments.addAll(place);
    arguments.addAll(rule);
    return call(iptables, arguments, "").code();
  }

  /** Takes away the rules of these networks, and the tool's chains if no rule of others is left. */
  void purge(List<Network> networks) {
    for (String family : List.of("iptables", "ip6tables")) {
      Optional<Path> save = Program.find(family + "-save");
      Optional<Path> restore = Program.find(family + "-restore");
      if (save.isPresent() && restore.isPresent()) {
        purge(save.get(), restore.get(), networks);
      }
    }
  }

  private static void purge(Path save, Path restore, List<Network> networks) {
    List<String> saved = run(save, List.of(), "").lines().toList();
    String changes = new FirewallLeftovers(networks).changes(saved);
    if (!changes.isEmpty()) {
      run(restore, List.of("--noflush", "--wait"), changes);
    }
  }

  private static String run(Path program, List<String> arguments, String input) {
    ProgramRun run = call(program, arguments, input);
    if (run.code() != 0) {
      throw failure(program, run.errors().strip());
    }
    return run.output();
  }

  private static ProgramRun call(Path program, List<String> arguments, String input) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      return ProgramRun.of(
              Program.of(command, ENVIRONMENT), input.getBytes(StandardCharsets.UTF_8), LIMIT)
          .orElseThrow(() -> failure(program, "it did not end within " + LIMIT));
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.NETWORK, program + " cannot be run", e);
    }
  }

  private static GantryException failure(Path program, String reason) {
    return GantryException.of(
        ErrorCode.NETWORK, "%s failed: %s".formatted(program.getFileName(), reason));
  }
}
