package io.gantry.agent;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The control plane and how this host becomes known to it. */
final class Server {
  @Option(
      names = "--server",
      required = true,
      description = "Address of the control plane, as https://gantry.example.org.")
  URI uri = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--token-file",
      description = "File with the one-time token to enrol with; not needed once enrolled.")
  @Nullable Path tokenFile;

  @Option(
      names = "--name",
      description = "The node's name wished for; the default is the host's name.")
  @Nullable String name;
}
