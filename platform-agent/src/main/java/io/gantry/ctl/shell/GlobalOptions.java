package io.gantry.ctl.shell;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. */
public final class GlobalOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Address of the control plane (GANTRY_SERVER, else http://127.0.0.1:8080).")
  private @Nullable String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "File with the API token (GANTRY_TOKEN_FILE, GANTRY_TOKEN, else the login's).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      scope = ScopeType.INHERIT,
      description = "Tenant to act in (GANTRY_TENANT, else your only one).")
  private @Nullable String tenant;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print JSON as the API gives it.")
  private boolean json;

  @Option(
      names = "--format",
      paramLabel = "TEXT",
      scope = ScopeType.INHERIT,
      description = "Print one line for each item, fields in braces: '{name} {status.state}'.")
  private @Nullable String format;

  @Nullable String server() {
    return server;
  }

  @Nullable Path tokenFile() {
    return tokenFile;
  }

  @Nullable String tenant() {
    return tenant;
  }

  boolean json() {
    return json || "json".equals(format);
  }

  @Nullable String format() {
    return "json".equals(format) ? null : format;
  }
}
