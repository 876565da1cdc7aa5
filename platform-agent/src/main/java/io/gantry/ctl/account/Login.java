package io.gantry.ctl.account;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;
import io.gantry.ctl.client.SignIn;
import io.gantry.ctl.shell.SavedLogin;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Signs in once and keeps a token for the commands to come. */
@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    description = "Sign in once; keeps a token for the commands to come.")
public final class Login implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = {"-u", "--username"},
      description = "Name to sign in with (default admin).")
  private String user = "admin";

  @Option(
      names = "--password-stdin",
      description = "Read the password, and the new one after it, from standard input.")
  private boolean fromInput;

  @Option(
      names = "--change-password",
      description = "Choose a new password; the first login needs it.")
  private boolean change;

  Login(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Passwords passwords = Passwords.of(shell, fromInput);
    Map<String, Object> credentials = new LinkedHashMap<>();
    credentials.put("user", user);
    credentials.put("password", passwords.ask("password of " + user));
    if (change) {
      credentials.put("newPassword", passwords.ask("new password of " + user));
    }
    ControlPlane controlPlane = shell.controlPlane();
    JsonNode token =
        SignIn.to(controlPlane.target(), credentials)
            .post(ApiPath.of(Tokens.ROOT), Map.of("name", "gantryctl"));
    Path file =
        new SavedLogin(controlPlane.target().server().toString(), token.path("token").stringValue())
            .save(shell.environment());
    shell.output().line("signed in as " + user + "; the token is kept in " + file);
    return 0;
  }
}
