package io.gantry.ctl.spec;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.SystemdMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What runs inside: environment, user, directory, terminal. */
final class ProcessOptions {
  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=value]",
      description = "Environment variable; without a value your own is passed on.")
  private List<String> environment = new ArrayList<>();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "File with environment variables, one a line.")
  private List<Path> environmentFiles = new ArrayList<>();

  @Option(
      names = "--entrypoint",
      paramLabel = "PROGRAM",
      description = "Program instead of the image's entrypoint; empty for none.")
  private @Nullable String entrypoint;

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Working directory inside.")
  private @Nullable String workingDirectory;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER[:GROUP]",
      description = "User, by name or id.")
  private @Nullable String user;

  @Option(names = "--hostname", description = "Host name inside (default: the short id).")
  private @Nullable String hostname;

  @Option(names = "--tz", paramLabel = "ZONE", description = "Time zone; local is the node's.")
  private @Nullable String timezone;

  @Option(names = "--umask", paramLabel = "OCTAL", description = "Umask (default 0022).")
  private @Nullable String umask;

  @Option(
      names = {"-t", "--tty"},
      description = "Give the process a terminal.")
  private boolean tty;

  @Option(
      names = {"-i", "--interactive"},
      description = "Keep standard input open.")
  private boolean stdin;

  @Option(names = "--init", description = "Run a small init as the first process.")
  private boolean init;

  @Option(
      names = "--systemd",
      paramLabel = "MODE",
      description = "Prepare it for systemd: ${COMPLETION-CANDIDATES} (default: auto).")
  private SystemdMode systemd = SystemdMode.AUTO;

  SystemdMode systemd() {
    return systemd;
  }

  boolean tty() {
    return tty;
  }

  boolean stdin() {
    return stdin;
  }

  void addTo(ContainerSpec.Builder builder) {
    builder.environment(environment()).tty(tty).stdin(stdin).init(init);
    if (entrypoint != null) {
      builder.entrypoint(entrypoint);
    }
    if (workingDirectory != null) {
      builder.workingDirectory(workingDirectory);
    }
    if (user != null) {
      builder.user(user);
    }
    if (hostname != null) {
      builder.hostname(hostname);
    }
    if (timezone != null) {
      builder.timezone(timezone);
    }
    if (umask != null) {
      builder.umask(umask);
    }
  }

  private Map<String, String> environment() {
    List<String> lines = new ArrayList<>();
    for (Path file : environmentFiles) {
      lines.addAll(read(file));
    }
    for (String variable : environment) {
      if (variable.indexOf('=') >= 0) {
        lines.add(variable);
      } else if (System.getenv(variable) != null) {
        lines.add(variable + "=" + System.getenv(variable));
      }
    }
    return Pairs.parse("--env", lines);
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the environment file " + file + " cannot be read", e);
    }
  }
}
