package io.gantry.security.wiring;

import io.gantry.security.MethodSecurity;
import io.gantry.security.account.AccountStore;
import io.gantry.security.account.LoginAttempts;
import io.gantry.security.account.PasswordLogin;
import io.gantry.security.account.Passwords;
import io.gantry.security.credential.ApiTokenStore;
import io.gantry.security.credential.ApiTokens;
import io.gantry.security.credential.Secrets;
import io.gantry.security.credential.SessionStore;
import io.gantry.security.credential.Sessions;
import io.gantry.security.node.NodeKeys;
import io.gantry.security.node.NodeTokenVerifier;
import io.gantry.security.node.UsedTokenIds;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of security that knows no HTTP, over the stores the application provides. */
@Configuration(proxyBeanMethods = false)
@Import(MethodSecurity.class)
public class SecurityConfiguration {

  @Bean
  Passwords passwords() {
    return new Passwords();
  }

  @Bean
  PasswordLogin passwordLogin(AccountStore accounts, Passwords passwords, Clock clock) {
    return new PasswordLogin(accounts, passwords, new LoginAttempts(clock));
  }

  @Bean
  Secrets secrets(SecureRandom random) {
    return new Secrets(random);
  }

  @Bean
  ApiTokens apiTokens(ApiTokenStore store, Secrets secrets, Clock clock) {
    return new ApiTokens(store, secrets, clock);
  }

  @Bean
  Sessions sessions(SessionStore store, Secrets secrets, Clock clock) {
    return new Sessions(store, secrets, clock);
  }

  @Bean
  NodeTokenVerifier nodeTokenVerifier(NodeKeys keys, UsedTokenIds usedIds, Clock clock) {
    return new NodeTokenVerifier(keys, usedIds, clock);
  }
}
