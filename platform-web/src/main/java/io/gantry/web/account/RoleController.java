package io.gantry.web.account;

import io.gantry.api.account.RoleResource;
import io.gantry.api.account.RoleSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.Page;
import io.gantry.fleet.account.RoleService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows and changes the roles of the tenant. */
@RestController
@RequestMapping("/api/v1/roles")
@Tag(name = "roles", description = "Named sets of permissions in the tenant")
class RoleController {
  private final RoleService roles;

  RoleController(RoleService roles) {
    this.roles = roles;
  }

  @GetMapping
  @Requires(Permission.ROLE_READ)
  @Fails({})
  @Operation(
      summary = "List roles",
      description = "The built-in ones with what they carry, then the tenant's own by name.")
  Page<RoleResource> list(Caller caller) {
    return new Page<>(roles.list(caller), null);
  }

  @GetMapping("/{role}")
  @Requires(Permission.ROLE_READ)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(summary = "Show a role", description = "Its permissions, each as resource:verb.")
  RoleResource get(Caller caller, @PathVariable String role) {
    return roles.get(caller, role);
  }

  @PutMapping("/{role}")
  @Requires(Permission.ROLE_UPDATE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.STATE_INVALID, ErrorCode.QUOTA_EXCEEDED})
  @Operation(
      summary = "Make or change a role",
      description =
          "Only with permissions of tenants that the caller holds. Who holds the role may do what"
              + " it then says from the answer on. The built-in roles stay as they are.")
  RoleResource put(Caller caller, @PathVariable String role, @RequestBody RoleSpec wish) {
    return roles.put(caller, role, wish);
  }

  @DeleteMapping("/{role}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.ROLE_UPDATE)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NOT_FOUND,
    ErrorCode.STATE_INVALID,
    ErrorCode.DEPENDENCY_EXISTS
  })
  @Operation(
      summary = "Remove a role",
      description = "One that somebody holds, or that bounds a token, is refused, naming who.")
  void remove(Caller caller, @PathVariable String role) {
    roles.remove(caller, role);
  }
}
