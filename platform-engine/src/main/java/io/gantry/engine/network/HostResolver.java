package io.gantry.engine.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's resolver file, or the real one behind the stub of a local resolver. It is read at each
 * use, because hosts move between networks.
 */
public final class HostResolver {
  private static final Logger LOG = LoggerFactory.getLogger(HostResolver.class);
  private static final ResolvFile NOTHING = new ResolvFile(List.of(), List.of(), List.of());

  private final Path file;
  private final List<Path> behindStubs;

  /**
   * @param behindStubs where local resolvers keep the servers they ask themselves
   */
  HostResolver(Path file, List<Path> behindStubs) {
    this.file = file;
    this.behindStubs = List.copyOf(behindStubs);
  }

  /** The resolver of this host. */
  public static HostResolver ofHost() {
    return new HostResolver(
        Path.of("/etc/resolv.conf"),
        List.of(
            Path.of("/run/systemd/resolve/resolv.conf"),
            Path.of("/run/NetworkManager/no-stub-resolv.conf")));
  }

  /**
   * Reads it; a host without the file has no servers.
   *
   * @param reach what whoever asks can reach: a stub on the host's loopback or not
   */
  public ResolvFile read(ServerReach reach) {
    ResolvFile direct = read(file);
    boolean stub =
        !direct.nameservers().isEmpty()
            && direct.nameservers().stream().allMatch(HostResolver::isLocal);
    if (reach == ServerReach.HOST || !stub) {
      return direct;
    }
    return behindStubs.stream()
        .filter(Files::isReadable)
        .findFirst()
        .map(HostResolver::read)
        .orElse(direct);
  }

  private static boolean isLocal(String server) {
    return server.startsWith("127.") || server.equals("::1");
  }

  private static ResolvFile read(Path file) {
    try {
      return ResolvFile.parse(Files.readString(file));
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("file", file).setCause(e).log("host has no resolver file");
      return NOTHING;
    }
  }
}
