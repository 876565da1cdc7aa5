package io.gantry.web.account;

import io.gantry.api.account.CreateToken;
import io.gantry.api.account.ServiceAccountResource;
import io.gantry.api.account.ServiceAccountSpec;
import io.gantry.api.account.TokenResource;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.account.ServiceAccountService;
import io.gantry.fleet.account.ServiceTokenService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows and changes the service accounts of the tenant, and their tokens. */
@RestController
@RequestMapping("/api/v1/service-accounts")
@Tag(name = "service accounts", description = "Programs of the tenant, known by API tokens only")
class ServiceAccountController {
  private final ServiceAccountService accounts;
  private final ServiceTokenService tokens;

  ServiceAccountController(ServiceAccountService accounts, ServiceTokenService tokens) {
    this.accounts = accounts;
    this.tokens = tokens;
  }

  @GetMapping
  @Requires(Permission.SERVICE_ACCOUNT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(summary = "List service accounts", description = "By name, a page at a time.")
  Page<ServiceAccountResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return accounts.list(caller, new PageRequest(limit, cursor));
  }

  @GetMapping("/{account}")
  @Requires(Permission.SERVICE_ACCOUNT_READ)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(summary = "Show a service account", description = "Its roles, and whether it is shut.")
  ServiceAccountResource get(Caller caller, @PathVariable String account) {
    return accounts.get(caller, account);
  }

  @PutMapping("/{account}")
  @Requires(Permission.SERVICE_ACCOUNT_UPDATE)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "Make or change a service account",
      description =
          "The caller must hold all that its roles carry. Disabling it withdraws its tokens for"
              + " good, at once.")
  ServiceAccountResource put(
      Caller caller, @PathVariable String account, @RequestBody ServiceAccountSpec wish) {
    return accounts.put(caller, account, wish);
  }

  @DeleteMapping("/{account}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.SERVICE_ACCOUNT_UPDATE)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Remove a service account",
      description = "Its tokens are good for nothing from the answer on.")
  void remove(Caller caller, @PathVariable String account) {
    accounts.remove(caller, account);
  }

  @GetMapping("/{account}/tokens")
  @Requires(Permission.SERVICE_ACCOUNT_READ)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(summary = "List its API tokens", description = "The newest first, without secrets.")
  Page<TokenResource> tokens(Caller caller, @PathVariable String account) {
    return TokenController.page(tokens.list(caller, account));
  }

  @PostMapping("/{account}/tokens")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.SERVICE_ACCOUNT_UPDATE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.STATE_INVALID})
  @Operation(
      summary = "Make an API token of it",
      description =
          "Its text is shown this once; only a hash is kept. The caller must hold all that the"
              + " service account does.")
  TokenResource createToken(
      Caller caller, @PathVariable String account, @RequestBody CreateToken wish) {
    return TokenController.resource(tokens.create(caller, account, wish));
  }

  @DeleteMapping("/{account}/tokens/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.SERVICE_ACCOUNT_UPDATE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Withdraw an API token of it",
      description = "It is good for nothing from the answer on.")
  void withdraw(Caller caller, @PathVariable String account, @PathVariable UUID id) {
    tokens.withdraw(caller, account, id);
  }
}
