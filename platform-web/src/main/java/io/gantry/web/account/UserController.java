package io.gantry.web.account;

import io.gantry.api.account.CreateUser;
import io.gantry.api.account.SessionEntry;
import io.gantry.api.account.UpdateUser;
import io.gantry.api.account.UserResource;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.account.UserAccessService;
import io.gantry.fleet.account.UserService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.security.account.AccountStore.NewAccount;
import io.gantry.security.account.Passwords;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
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

/** Makes, lists and disables accounts. */
@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "users", description = "Accounts; for platform admins")
class UserController {
  private final UserService users;
  private final UserAccessService access;
  private final Passwords passwords;

  UserController(UserService users, UserAccessService access, Passwords passwords) {
    this.users = users;
    this.access = access;
    this.passwords = passwords;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.USER_CREATE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NAME_DUPLICATE, ErrorCode.IDEMPOTENCY_MISMATCH})
  @Operation(
      summary = "Create a user",
      description =
          "The password is good for one sign-in, at which the user chooses another. The user"
              + " belongs to no tenant yet.")
  UserResource create(Caller caller, @RequestBody CreateUser wish) {
    return users.create(
        caller,
        new NewAccount(
            wish.name(), passwords.hash(wish.password()), true, wish.platformAdmin(), Map.of()));
  }

  @GetMapping
  @Requires(Permission.USER_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(summary = "List users", description = "By name, a page at a time.")
  Page<UserResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return users.list(caller, new PageRequest(limit, cursor));
  }

  @PutMapping("/{user}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.USER_UPDATE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.STATE_INVALID})
  @Operation(
      summary = "Disable or enable a user",
      description =
          "Disabling ends all sessions and withdraws all API tokens for good, at once on every"
              + " replica. Nobody disables themselves.")
  void update(Caller caller, @PathVariable String user, @RequestBody UpdateUser wish) {
    access.update(caller, user, wish);
  }

  @GetMapping("/{user}/sessions")
  @Requires(Permission.USER_READ)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(summary = "List a user's sessions", description = "Those that go on, newest first.")
  Page<SessionEntry> sessions(Caller caller, @PathVariable String user) {
    return SessionsController.page(access.sessions(caller, user), null);
  }

  @DeleteMapping("/{user}/sessions/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.USER_UPDATE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND})
  @Operation(summary = "End a user's session", description = "At once, on every replica.")
  void revoke(Caller caller, @PathVariable String user, @PathVariable UUID id) {
    access.revoke(caller, user, id);
  }
}
