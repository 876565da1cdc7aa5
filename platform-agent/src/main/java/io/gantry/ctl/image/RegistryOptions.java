package io.gantry.ctl.image;

import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who asks a registry. The password is never an argument, which all on the host could read. */
final class RegistryOptions {
  @Option(names = "--username", description = "Name at the registry.")
  private @Nullable String username;

  @Option(names = "--password-stdin", description = "Read the password from standard input.")
  private boolean passwordFromInput;

  /** The fields of the request. */
  Map<String, Object> body(Shell shell, String reference, @Nullable String node) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("reference", reference);
    if (node != null) {
      body.put("node", node);
    }
    if (username != null) {
      body.put("username", username);
    }
    if (passwordFromInput) {
      body.put("password", password(shell));
    }
    return body;
  }

  private static String password(Shell shell) {
    try {
      return new String(shell.in().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the password cannot be read from standard input", e);
    }
  }
}
