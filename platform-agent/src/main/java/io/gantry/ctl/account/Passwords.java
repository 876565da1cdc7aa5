package io.gantry.ctl.account;

import io.gantry.ctl.shell.Shell;
import io.gantry.ctl.shell.Terminals;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks for secrets without showing them, or reads them line by line from a pipe. */
final class Passwords {
  private final @Nullable Console console;
  private final @Nullable BufferedReader lines;

  private Passwords(@Nullable Console console, @Nullable BufferedReader lines) {
    this.console = console;
    this.lines = lines;
  }

  static Passwords of(Shell shell, boolean fromInput) {
    if (fromInput) {
      return new Passwords(
          null, new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8)));
    }
    if (!Terminals.isTerminal(Terminals.STDIN)) {
      throw new IllegalArgumentException(
          "there is no terminal to ask on: pipe the password in and add --password-stdin");
    }
    return new Passwords(Objects.requireNonNull(System.console()), null);
  }

  String ask(String what) throws IOException {
    String secret = lines == null ? onConsole(what) : lines.readLine();
    if (secret == null || secret.isEmpty()) {
      throw new IOException("no " + what + " was given");
    }
    return secret;
  }

  private @Nullable String onConsole(String what) {
    char[] typed = console == null ? null : console.readPassword("%s: ", what);
    return typed == null ? null : new String(typed);
  }
}
