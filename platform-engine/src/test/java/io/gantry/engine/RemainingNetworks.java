package io.gantry.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The bridges and chains that an engine has on the host only while containers are connected. */
record RemainingNetworks(String mark) {
  private static final Path LINKS = Path.of("/sys/class/net");
  private static final int MOST_NETWORKS = 200;
  private static final int NUMBER_BASE = 36;

  List<String> find() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> links = Files.list(LINKS)) {
      links
          .map(link -> link.getFileName().toString())
          .filter(link -> link.startsWith(bridge("")))
          .forEach(link -> found.add("link " + link));
    }
    Set<String> chains =
        IntStream.range(1, MOST_NETWORKS).mapToObj(this::chain).collect(Collectors.toSet());
    for (String line : rules()) {
      if (chains.stream().anyMatch(line::contains)) {
        found.add("rule " + line);
      }
    }
    return found;
  }

  private String bridge(String suffix) {
    return "gt" + mark + "-" + suffix;
  }

  /** netavark's of one network: a part of the hash of what it knows it by. */
  String chain(int number) {
    String label = "gantry-" + mark + "-" + Integer.toString(number, NUMBER_BASE);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-512").digest(label.getBytes(StandardCharsets.UTF_8));
      return "NETAVARK-"
          + HexFormat.of().formatHex(digest).substring(0, 13).toUpperCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-512", e);
    }
  }

  private static List<String> rules() throws IOException {
    if (Stream.of("/usr/sbin/iptables-save", "/sbin/iptables-save")
        .noneMatch(program -> Files.isExecutable(Path.of(program)))) {
      return List.of();
    }
    Process process = new ProcessBuilder("iptables-save").start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }
}
