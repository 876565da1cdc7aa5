package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.Subnet;
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
import java.util.stream.Stream;

/**
 * The host's packet filter, as far as netavark does not keep it right: the order of its rules while
 * networks are used, and the empty chains it leaves after the last of them. Those are taken away
 * when nobody uses them, neither this installation nor another nor Podman.
 */
final class Firewall {
  private static final String IPV4 = "iptables";
  private static final String IPV6 = "ip6tables";
  private static final String ISOLATION = "NETAVARK_ISOLATION_1";
  private static final String FORWARD = "NETAVARK_FORWARD";

  /** With a comment of its own it is not the tool's rule, so the tool does not delete it. */
  private static final List<String> ISOLATING =
      List.of("-m", "comment", "--comment", "gantry keeps networks apart", "-j", ISOLATION);

  /** The tool's own, to the letter: it makes no second one. */
  private static final List<String> FORWARDING =
      List.of("-m", "comment", "--comment", "netavark firewall plugin rules", "-j", FORWARD);

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

  /**
   * Sees to it that packets come by the rules that keep networks apart before those that let them
   * through. The tool deletes its own jump there with the last container of any network, and does
   * not look at the order when it makes one again.
   *
   * @param ipv6 whether the rules for IPv6 matter as well
   */
  void keepNetworksApart(boolean ipv6) {
    for (String family : families(ipv6)) {
      // Where it is missing, netavark will say what it needs.
      Program.find(family).ifPresent(Firewall::keepNetworksApart);
    }
  }

  private static List<String> families(boolean ipv6) {
    return ipv6 ? List.of(IPV4, IPV6) : List.of(IPV4);
  }

  private static void keepNetworksApart(Path iptables) {
    List<String> rules = run(iptables, List.of("--wait", "-S", "FORWARD"), "").lines().toList();
    if (isInOrder(rules)) {
      return;
    }
    int isolating = position(rules, ISOLATING);
    int forwarding = position(rules, FORWARDING);
    for (String chain : List.of(ISOLATION, FORWARD)) {
      var unused = call(iptables, List.of("--wait", "-N", chain), "");
    }
    if (isolating >= 0) {
      change(iptables, List.of("-D", "FORWARD"), ISOLATING);
    }
    if (forwarding < 0) {
      change(iptables, List.of("-I", "FORWARD", "1"), FORWARDING);
    }
    change(iptables, List.of("-I", "FORWARD", "1"), ISOLATING);
  }

  /** Whether the rules are there and in order that keep a network apart and let it out. */
  boolean isComplete(Network network) {
    return network.subnets().stream().allMatch(subnet -> isComplete(subnet.subnet()));
  }

  private static boolean isComplete(Subnet subnet) {
    Optional<Path> save = Program.find((subnet.isIpv6() ? IPV6 : IPV4) + "-save");
    if (save.isEmpty()) {
      return false;
    }
    List<String> saved = run(save.get(), List.of(), "").lines().toList();
    String source = " -s " + subnet + " ";
    return isInOrder(saved.stream().filter(rule -> rule.startsWith("-A FORWARD ")).toList())
        && Stream.of(FORWARD, "POSTROUTING")
            .map(chain -> "-A " + chain + source)
            .allMatch(begin -> saved.stream().anyMatch(rule -> rule.startsWith(begin)));
  }

  private static boolean isInOrder(List<String> forwardRules) {
    int isolating = position(forwardRules, ISOLATING);
    return isolating >= 0 && isolating < position(forwardRules, FORWARDING);
  }

  private static int position(List<String> rules, List<String> rule) {
    String comment = rule.get(3);
    String target = "-j " + rule.getLast();
    for (int index = 0; index < rules.size(); index++) {
      if (rules.get(index).contains(comment) && rules.get(index).endsWith(target)) {
        return index;
      }
    }
    return -1;
  }

  private static void change(Path iptables, List<String> act, List<String> rule) {
    List<String> arguments = new ArrayList<>(List.of("--wait"));
    arguments.addAll(act);
    arguments.addAll(rule);
    var unused = run(iptables, arguments, "");
  }

  /** Takes away the rules of these networks, and the tool's chains if no rule of others is left. */
  void purge(List<Network> networks) {
    for (String family : families(true)) {
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
