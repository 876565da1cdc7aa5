package io.gantry.web.account;

import io.gantry.api.account.CreateToken;
import io.gantry.api.account.TokenResource;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.Page;
import io.gantry.fleet.account.TokenService;
import io.gantry.security.Caller;
import io.gantry.security.credential.ApiToken;
import io.gantry.security.credential.ApiTokens.Made;
import io.gantry.web.api.Fails;
import io.gantry.web.route.AnyCaller;
import io.gantry.web.route.Audited;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes, lists and withdraws the caller's API tokens. */
@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "tokens", description = "API tokens of the caller")
class TokenController {
  private final TokenService tokens;

  TokenController(TokenService tokens) {
    this.tokens = tokens;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @AnyCaller(restrictedToo = false)
  @Audited("token:create")
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Make an API token",
      description =
          "Its text is shown this once; only a hash is kept. tenant, role and expiresAt narrow what"
              + " it is good for. A token that is narrowed itself, or is a"
              + " service account's, can make no others.")
  TokenResource create(Caller caller, @RequestBody CreateToken wish) {
    return resource(tokens.create(caller, wish));
  }

  @GetMapping
  @AnyCaller
  @Fails({})
  @Operation(summary = "List API tokens", description = "The caller's own, the newest first.")
  Page<TokenResource> list(Caller caller) {
    return page(tokens.list(caller));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @AnyCaller(restrictedToo = false)
  @Audited("token:remove")
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Withdraw an API token",
      description = "It is good for nothing from the answer on.")
  void withdraw(Caller caller, @PathVariable UUID id) {
    tokens.withdraw(caller, id);
  }

  static TokenResource resource(Made made) {
    return resource(made.token(), made.text());
  }

  static Page<TokenResource> page(List<ApiToken> tokens) {
    return new Page<>(tokens.stream().map(token -> resource(token, null)).toList(), null);
  }

  private static TokenResource resource(ApiToken token, @Nullable String text) {
    return new TokenResource(
        token.id(),
        token.name(),
        token.tenant(),
        token.role() == null ? null : token.role().name(),
        token.createdAt(),
        token.expiresAt(),
        token.lastUsedAt(),
        text);
  }
}
