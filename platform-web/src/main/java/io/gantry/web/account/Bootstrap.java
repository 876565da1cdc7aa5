package io.gantry.web.account;

import io.gantry.api.container.TenantId;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore;
import io.gantry.security.account.AccountStore.NewAccount;
import io.gantry.security.account.Passwords;
import io.gantry.security.credential.ApiTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Makes the first admin on a fresh installation, and keeps the API token that was made for its
 * operator. Both secrets come from files, so they are in no argument and no environment.
 */
@Component
class Bootstrap implements ApplicationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
  private static final String ADMIN = "admin";

  private final AccountStore accounts;
  private final Passwords passwords;
  private final ApiTokens tokens;
  private final BootstrapSettings settings;

  Bootstrap(
      AccountStore accounts, Passwords passwords, ApiTokens tokens, BootstrapSettings settings) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.tokens = tokens;
    this.settings = settings;
  }

  @Override
  public void run(ApplicationArguments arguments) throws IOException {
    if (settings.passwordFile() != null && accounts.isEmpty()) {
      createAdmin(secret(settings.passwordFile()));
    }
    if (settings.tokenFile() != null) {
      String token = secret(settings.tokenFile());
      accounts.findByName(ADMIN).ifPresent(admin -> keepToken(admin, token));
    }
  }

  private void createAdmin(String password) {
    accounts.create(
        new NewAccount(
            ADMIN, passwords.hash(password), true, true, Map.of(TenantId.DEFAULT, Role.ADMIN)));
    LOG.info("made the first admin; the password is good for one sign-in");
  }

  private void keepToken(Account admin, String token) {
    tokens.adopt(admin.id(), "bootstrap", token);
  }

  private static String secret(Path file) throws IOException {
    String secret = Files.readString(file).strip();
    if (secret.isEmpty()) {
      throw new IOException("the file " + file + " holds no secret");
    }
    return secret;
  }
}
