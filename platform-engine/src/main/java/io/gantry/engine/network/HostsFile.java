package io.gantry.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of a container's /etc/hosts: the user's entries, a base, then names nobody has given yet
 * (NETWORK-11). Not thread-safe.
 */
public final class HostsFile {
  /** The name under which a container finds its host (NETWORK-12). */
  private static final String HOST = "host.containers.internal";

  private final List<String> lines = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** Adds the user's entries, name to address. */
  public HostsFile user(Map<String, String> entries) {
    entries.forEach(
        (name, address) -> add(HostNames.requireAddress(address), HostNames.require(name)));
    return this;
  }

  /** Adds the lines of another hosts file as they are. */
  public HostsFile base(String text) {
    text.lines()
        .forEach(
            line -> {
              lines.add(line);
              String entry = line.replaceFirst("#.*", "").strip();
              if (!entry.isEmpty()) {
                names.addAll(Arrays.asList(entry.split("\\s+", -1)));
              }
            });
    return this;
  }

  /** Adds the loopback names. */
  public HostsFile loopback() {
    addMissing("127.0.0.1", "localhost");
    addIfNew("::1", "localhost", "ip6-localhost");
    return this;
  }

  /** Adds the name of the host, if there is a way to it. */
  public HostsFile host(@Nullable String address) {
    if (address != null) {
      addMissing(address, HOST);
    }
    return this;
  }

  /** Adds the container's own names for each of its addresses. */
  public HostsFile container(List<String> addresses, String... own) {
    List<String> missing =
        Arrays.stream(own)
            .map(HostNames::require)
            .distinct()
            .filter(name -> !names.contains(name))
            .toList();
    if (!missing.isEmpty()) {
      addresses.forEach(address -> lines.add(address + "\t" + String.join(" ", missing)));
      names.addAll(missing);
    }
    return this;
  }

  /** The file's content. */
  public String text() {
    return String.join("\n", lines) + "\n";
  }

  private void addMissing(String address, String name) {
    if (!names.contains(name)) {
      add(address, name);
    }
  }

  private void addIfNew(String address, String name, String alias) {
    if (!names.contains(address) && !names.contains(alias)) {
      lines.add(address + "\t" + name + " " + alias);
      names.add(alias);
    }
  }

  private void add(String address, String name) {
    lines.add(address + "\t" + name);
    names.add(name);
  }
}
