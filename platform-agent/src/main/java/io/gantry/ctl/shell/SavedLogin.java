package io.gantry.ctl.shell;

import io.gantry.ctl.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * What the last login left: the server and a token for it, in a file that only its owner reads.
 *
 * @param server the token is never sent elsewhere
 */
public record SavedLogin(String server, String token) {
  static Optional<SavedLogin> read(Map<String, String> environment) {
    Path file = file(environment);
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.MAPPER.readValue(Files.readAllBytes(file), SavedLogin.class));
    } catch (IOException e) {
      throw new UncheckedIOException("the saved login " + file + " cannot be read", e);
    }
  }

  /** Keeps it for the commands to come; returns where. */
  public Path save(Map<String, String> environment) {
    Path file = file(environment);
    try {
      Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
      Path written =
          Files.createTempFile(
              directory,
              ".login",
              ".json",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(written, Json.MAPPER.writeValueAsBytes(this));
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("the login cannot be saved in " + file, e);
    }
  }

  private static Path file(Map<String, String> environment) {
    String settings = environment.get("XDG_CONFIG_HOME");
    Path directory =
        settings == null || settings.isBlank()
            ? Path.of(environment.getOrDefault("HOME", "/root"), ".config")
            : Path.of(settings);
    return directory.resolve("gantry").resolve("login.json");
  }
}
