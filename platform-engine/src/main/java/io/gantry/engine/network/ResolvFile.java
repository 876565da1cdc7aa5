package io.gantry.engine.network;

import io.gantry.api.container.NetworkSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of a container's /etc/resolv.conf (NETWORK-13): what the user asked for, else what the
 * networks offer and then what the host has.
 *
 * @param nameservers addresses in the order they are asked
 */
public record ResolvFile(List<String> nameservers, List<String> search, List<String> options) {
  private static final Pattern OPTION = Pattern.compile("[a-zA-Z0-9_-]{1,64}(:[0-9]{1,6})?");

  public ResolvFile {
    nameservers = List.copyOf(nameservers);
    search = List.copyOf(search);
    options = List.copyOf(options);
  }

  /** Reads a file of the host; what is unknown in it is left out. */
  public static ResolvFile parse(String text) {
    List<String> nameservers = new ArrayList<>();
    List<String> search = new ArrayList<>();
    List<String> options = new ArrayList<>();
    for (String line : text.lines().toList()) {
      List<String> words = List.of(line.strip().split("\\s+", -1));
      List<String> rest = words.subList(1, words.size());
      switch (words.getFirst()) {
        case "nameserver" -> nameservers.addAll(rest.subList(0, Math.min(1, rest.size())));
        case "search", "domain" -> {
          search.clear();
          search.addAll(rest);
        }
        case "options" -> options.addAll(rest);
        default -> {
          // Comments and what later resolvers may have added.
        }
      }
    }
    return new ResolvFile(nameservers, search, options);
  }

  /**
   * A container's file.
   *
   * @param offered servers of the container's networks
   * @param host the host's own file
   * @param reach which servers the container can ask
   */
  public static ResolvFile of(
      NetworkSpec spec, List<String> offered, ResolvFile host, ServerReach reach) {
    List<String> nameservers = new ArrayList<>();
    if (spec.dnsServers().isEmpty()) {
      nameservers.addAll(offered);
      host.nameservers().stream().filter(reach::reaches).forEach(nameservers::add);
      if (nameservers.isEmpty()) {
        nameservers.addAll(reach.publicServers());
      }
    } else {
      spec.dnsServers().stream().map(HostNames::requireAddress).forEach(nameservers::add);
    }
    return new ResolvFile(
        nameservers.stream().distinct().toList(),
        search(spec, host),
        spec.dnsOptions().isEmpty()
            ? host.options()
            : spec.dnsOptions().stream().map(ResolvFile::requireOption).toList());
  }

  private static List<String> search(NetworkSpec spec, ResolvFile host) {
    if (spec.dnsSearch().equals(List.of("."))) {
      return List.of();
    }
    return spec.dnsSearch().isEmpty()
        ? host.search()
        : spec.dnsSearch().stream().map(HostNames::require).toList();
  }

  private static String requireOption(String option) {
    if (!OPTION.matcher(option).matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "'%s' is not a resolver option like ndots:2"
              .formatted(option.replaceAll("\\p{Cntrl}", "?")));
    }
    return option;
  }

  /** The file's content. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (!search.isEmpty()) {
      text.append("search ").append(String.join(" ", search)).append('\n');
    }
    nameservers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
    if (!options.isEmpty()) {
      text.append("options ").append(String.join(" ", options)).append('\n');
    }
    return text.toString();
  }
}
