package io.gantry.ctl.image;

import io.gantry.ctl.client.ApiPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a new image says about running it. */
final class ImageDefaults {
  @Option(
      names = "--entrypoint",
      paramLabel = "WORD",
      description = "Word of the program to run; once for each.")
  private List<String> entrypoint = new ArrayList<>();

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME=value",
      description = "Environment variable of its containers.")
  private List<String> environment = new ArrayList<>();

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

  ApiPath addTo(ApiPath path) {
    return path.with("entrypoint", entrypoint)
        .with("env", environment)
        .with("workingDirectory", workingDirectory)
        .with("user", user);
  }
}
