package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Program;
import io.gantry.engine.linux.ProgramRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Runs netavark, one call at a time: the last teardown of a network takes its bridge away, which a
 * setup beside it would miss. A call that outlives this process is waited for by the next one.
 * Thread-safe.
 */
final class Netavark {
  private static final Logger LOG = LoggerFactory.getLogger(Netavark.class);

  /** What the tool says at the end of a teardown if it cannot tell the server. */
  private static final String NO_SERVER = "aardvark pid not found";

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

  private final Path directory;
  private final RunningTool running;
  private final DnsServer dns;
  private final ReentrantLock one = new ReentrantLock(true);

  /**
   * @param directory on tmpfs, for the tools' own files
   */
  Netavark(Path directory) {
    this.directory = directory;
    this.running = new RunningTool(directory.resolve("running"));
    this.dns = new DnsServer(dnsProcessFile());
  }

  /**
   * Builds what the request says.
   *
   * @param networks how many answers are due
   */
  void setup(Path namespace, String request, int networks) {
    JsonNode status = call("setup", namespace, request);
    if (status.size() != networks) {
      throw NetavarkAnswer.failure(
          "setup", "it answered for %d of %d networks".formatted(status.size(), networks));
    }
  }

  /**
   * Takes down what the same request built. The last thing the tool does is to tell the DNS server;
   * where that has gone, all else is done.
   */
  void teardown(Path namespace, String request) {
    try {
      call("teardown", namespace, request);
    } catch (GantryException e) {
      if (!String.valueOf(e.getMessage()).contains(NO_SERVER)) {
        throw e;
      }
      LOG.atDebug().setCause(e).log("the DNS server had gone before the network");
      dns.readAgain(); // one that the tool has lost sight of
    }
  }

  /**
   * Has the DNS server know a container by other names, which the tool has no command for.
   *
   * @param before the only name it has, found nowhere else
   * @param after separated by commas
   * @return whether it was known by that name
   */
  boolean rename(String network, String before, String after) {
    one.lock();
    try {
      running.await(LIMIT);
      boolean known =
          new DnsNames(directory.resolve("aardvark-dns"), network).rename(before, after);
      if (known) {
        dns.readAgain();
      }
      return known;
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.NETWORK, "the names of " + network + " are lost", e);
    } finally {
      one.unlock();
    }
  }

  /** The server of names. */
  DnsServer dns() {
    return dns;
  }

  /** Where aardvark-dns has its process id. */
  private Path dnsProcessFile() {
    return directory.resolve("aardvark-dns/aardvark.pid");
  }

  private JsonNode call(String verb, Path namespace, String request) {
    one.lock();
    try {
      Files.createDirectories(directory);
      running.await(LIMIT);
      dns.makeKnown();
      Optional<ProgramRun> run =
          ProgramRun.of(
              Program.of(command(verb, namespace), ENVIRONMENT),
              request.getBytes(StandardCharsets.UTF_8),
              LIMIT,
              running::begun);
      running.ended();
      return NetavarkAnswer.of(
          verb,
          run.orElseThrow(() -> NetavarkAnswer.failure(verb, "it did not end within " + LIMIT)));
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.NETWORK, "netavark cannot be run", e);
    } finally {
      one.unlock();
    }
  }

  private List<String> command(String verb, Path namespace) {
    List<String> command = new ArrayList<>();
    command.add(require("netavark"));
    command.add("--config");
    command.add(directory.toString());
    command.add("--rootless");
    command.add("false");
    command.add("--aardvark-binary");
    command.add(require("aardvark-dns"));
    command.add(verb);
    command.add(namespace.toString());
    return command;
  }

  private static String require(String program) {
    return Program.find(program)
        .orElseThrow(
            () ->
                GantryException.of(
                    ErrorCode.UNSUPPORTED,
                    "this node has no %s: install it for bridge networks".formatted(program)))
        .toString();
  }
}
