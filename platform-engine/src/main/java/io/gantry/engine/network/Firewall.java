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
 * What netavark leaves in the host's packet filter after the last network: its own chains, empty.
 * They are taken away when nobody uses them, neither this installation nor another nor Podman.
 */
final class Firewall {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

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
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      ProgramRun run =
          ProgramRun.of(
                  Program.of(command, ENVIRONMENT), input.getBytes(StandardCharsets.UTF_8), LIMIT)
              .orElseThrow(() -> failure(program, "it did not end within " + LIMIT));
      if (run.code() != 0) {
        throw failure(program, run.errors().strip());
      }
      return run.output();
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.NETWORK, program + " cannot be run", e);
    }
  }

  private static GantryException failure(Path program, String reason) {
    return GantryException.of(
        ErrorCode.NETWORK, "%s failed: %s".formatted(program.getFileName(), reason));
  }
}
