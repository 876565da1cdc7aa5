package io.gantry.ctl.shell;

import io.gantry.ctl.client.ControlPlane;
import io.gantry.ctl.client.Target;
import io.gantry.ctl.output.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command has of the world around it. One for each call of the program. */
public final class Shell {
  private static final String DEFAULT_SERVER = "http://127.0.0.1:8080";

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final Clock clock;
  private final GlobalOptions options = new GlobalOptions();
  private @Nullable ControlPlane controlPlane;

  public Shell(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Clock clock) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  public InputStream in() {
    return in;
  }

  public PrintStream out() {
    return out;
  }

  public PrintStream err() {
    return err;
  }

  public Clock clock() {
    return clock;
  }

  public Map<String, String> environment() {
    return environment;
  }

  public GlobalOptions options() {
    return options;
  }

  /** The form of output that was wished for. */
  public Output output() {
    return new Output(out, options.json(), options.format());
  }

  /** The control plane that the options, the environment or the last login name. */
  public ControlPlane controlPlane() {
    if (controlPlane == null) {
      controlPlane = new ControlPlane(target());
    }
    return controlPlane;
  }

  private Target target() {
    Optional<SavedLogin> login = SavedLogin.read(environment);
    String named = first(options.server(), environment.get("GANTRY_SERVER"));
    String server = named != null ? named : login.map(SavedLogin::server).orElse(DEFAULT_SERVER);
    String token = token();
    if (token == null) {
      token =
          login.filter(saved -> saved.server().equals(server)).map(SavedLogin::token).orElse(null);
    }
    String tenant = first(options.tenant(), environment.get("GANTRY_TENANT"));
    return new Target(address(server), token, tenant);
  }

  private static URI address(String server) {
    URI address = URI.create(server);
    if (address.getHost() == null
        || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
      throw new IllegalArgumentException(
          "'" + server + "' is no address of a control plane: write it as http://HOST:PORT");
    }
    return address;
  }

  private @Nullable String token() {
    if (options.tokenFile() != null) {
      return read(options.tokenFile());
    }
    String file = environment.get("GANTRY_TOKEN_FILE");
    String token = first(environment.get("GANTRY_TOKEN"), null);
    return token == null && file != null && !file.isBlank() ? read(Path.of(file)) : token;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the token file " + file + " cannot be read", e);
    }
  }

  private static @Nullable String first(@Nullable String wished, @Nullable String otherwise) {
    String value = wished != null ? wished : otherwise;
    return value == null || value.isBlank() ? null : value;
  }
}
