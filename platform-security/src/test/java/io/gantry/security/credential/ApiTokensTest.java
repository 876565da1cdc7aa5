package io.gantry.security.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.credential.ApiTokens.Made;
import io.gantry.security.credential.ApiTokens.Wish;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiTokensTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final MemoryOfTokens store = new MemoryOfTokens();
  private final UUID ada = UUID.randomUUID();
  private final ApiTokens tokens = at(NOW);

  @Test
  void findsATokenByItsTextAndKeepsOnlyTheHash() {
    Made made = tokens.make(ada, new Wish("laptop", null, null, null));

    assertThat(made.text()).startsWith("gantry_").hasSizeGreaterThan(40);
    assertThat(tokens.find(made.text())).map(ApiToken::id).contains(made.token().id());
    assertThat(store.findByHash(made.text())).isEmpty();
    assertThat(made).asString().doesNotContain(made.text());
  }

  @Test
  void refusesATokenThatHasExpired() {
    Made made = tokens.make(ada, new Wish("short", null, null, NOW.plusSeconds(60)));

    assertThat(at(NOW.plusSeconds(59)).find(made.text())).isPresent();
    assertThat(at(NOW.plusSeconds(60)).find(made.text())).isEmpty();
    assertThatThrownBy(() -> tokens.make(ada, new Wish("late", null, null, NOW)))
        .extracting(failure -> ((GantryException) failure).code())
        .isEqualTo(ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void withdrawsOnlyTheAccountsOwn() {
    Made made = tokens.make(ada, new Wish("laptop", null, null, null));

    assertThatThrownBy(() -> tokens.withdraw(UUID.randomUUID(), made.token().id()))
        .extracting(failure -> ((GantryException) failure).code())
        .isEqualTo(ErrorCode.NOT_FOUND);

    tokens.withdraw(ada, made.token().id());

    assertThat(tokens.find(made.text())).isEmpty();
  }

  @Test
  void notesItsUseOnceAMinute() {
    Made made = tokens.make(ada, new Wish("laptop", null, null, null));

    tokens.find(made.text());
    at(NOW.plusSeconds(30)).find(made.text());
    assertThat(lastUse()).isEqualTo(NOW);

    at(NOW.plus(Duration.ofMinutes(2))).find(made.text());
    assertThat(lastUse()).isEqualTo(NOW.plus(Duration.ofMinutes(2)));
  }

  @Test
  void adoptsATokenMadeElsewhereOnce() {
    tokens.adopt(ada, "bootstrap", "gantry_made-elsewhere");
    tokens.adopt(ada, "bootstrap", "gantry_made-elsewhere");

    assertThat(tokens.list(ada)).hasSize(1);
    assertThatThrownBy(() -> tokens.adopt(ada, "bootstrap", "made-elsewhere"))
        .hasMessageContaining("begins with 'gantry_'");
  }

  private @Nullable Instant lastUse() {
    return store.list(ada).getFirst().lastUsedAt();
  }

  private ApiTokens at(Instant now) {
    return new ApiTokens(store, new Secrets(new SecureRandom()), Clock.fixed(now, ZoneOffset.UTC));
  }
}
