package io.gantry.engine.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the saved packet filter and works out what is to go. */
final class FirewallLeftovers {
  /** Chains that belong to one network; the tool names them by a hash of the network's name. */
  private static final Pattern OF_NETWORK = Pattern.compile("NETAVARK-(DN-)?[0-9A-F]{13}");

  private static final Pattern CHAIN = Pattern.compile(":(NETAVARK\\S*) .*");
  private static final Pattern JUMP = Pattern.compile("-A (\\S+) .*-[jg] (NETAVARK\\S*).*");
  private static final int HASH_CHARACTERS = 13;

  private final Set<String> own = new HashSet<>();

  FirewallLeftovers(List<Network> networks) {
    for (Network network : networks) {
      String hash = hash(network.label());
      own.add("NETAVARK-" + hash);
      own.add("NETAVARK-DN-" + hash);
    }
  }

  /**
   * The changes, for the restore program without flushing; empty if there is nothing to do.
   *
   * @param saved lines of the save program
   */
  String changes(List<String> saved) {
    Map<String, List<String>> tables = tables(saved);
    boolean foreign =
        tables.values().stream().flatMap(List::stream).map(this::chainOf).anyMatch(this::isForeign);
    StringBuilder changes = new StringBuilder();
    tables.forEach(
        (table, lines) -> {
          List<String> steps = steps(lines, !foreign);
          if (!steps.isEmpty()) {
            changes.append(table).append('\n');
            steps.forEach(step -> changes.append(step).append('\n'));
            changes.append("COMMIT\n");
          }
        });
    return changes.toString();
  }

  private List<String> steps(List<String> lines, boolean everything) {
    Set<String> chains = new HashSet<>();
    for (String line : lines) {
      String chain = chainOf(line);
      if (own.contains(chain) || (everything && !chain.isEmpty())) {
        chains.add(chain);
      }
    }
    List<String> steps = new ArrayList<>();
    for (String line : lines) {
      Matcher jump = JUMP.matcher(line);
      if (jump.matches() && chains.contains(jump.group(2))) {
        steps.add(line.replaceFirst("-A", "-D"));
      }
    }
    chains.stream().sorted().map(chain -> "-F " + chain).forEach(steps::add);
    chains.stream().sorted().map(chain -> "-X " + chain).forEach(steps::add);
    return steps;
  }

  /** The tool's chain a line declares, or empty. */
  private String chainOf(String line) {
    Matcher chain = CHAIN.matcher(line);
    return chain.matches() ? chain.group(1) : "";
  }

  private boolean isForeign(String chain) {
    return OF_NETWORK.matcher(chain).matches() && !own.contains(chain);
  }

  private static Map<String, List<String>> tables(List<String> saved) {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : saved) {
      if (line.startsWith("*")) {
        current = tables.computeIfAbsent(line, name -> new ArrayList<>());
      }
      current.add(line);
    }
    return tables;
  }

  private static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-512").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of()
          .formatHex(digest)
          .substring(0, HASH_CHARACTERS)
          .toUpperCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-512", e);
    }
  }
}
