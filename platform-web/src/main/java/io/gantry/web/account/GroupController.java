package io.gantry.web.account;

import io.gantry.api.account.GroupResource;
import io.gantry.api.account.GroupSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.account.GroupService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows and changes the groups of the tenant. */
@RestController
@RequestMapping("/api/v1/groups")
@Tag(name = "groups", description = "Users of the tenant who hold the same roles")
class GroupController {
  private final GroupService groups;

  GroupController(GroupService groups) {
    this.groups = groups;
  }

  @GetMapping
  @Requires(Permission.GROUP_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(summary = "List groups", description = "By name, a page at a time.")
  Page<GroupResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return groups.list(caller, new PageRequest(limit, cursor));
  }

  @GetMapping("/{group}")
  @Requires(Permission.GROUP_READ)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(summary = "Show a group", description = "Its roles and its members.")
  GroupResource get(Caller caller, @PathVariable String group) {
    return groups.get(caller, group);
  }

  @PutMapping("/{group}")
  @Requires(Permission.GROUP_UPDATE)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "Make or change a group",
      description =
          "Its members hold its roles from the answer on, beside what they hold themselves. The"
              + " caller must hold all that the roles carry.")
  GroupResource put(Caller caller, @PathVariable String group, @RequestBody GroupSpec wish) {
    return groups.put(caller, group, wish);
  }

  @DeleteMapping("/{group}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.GROUP_UPDATE)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Remove a group",
      description = "Its members lose at once what they held by it.")
  void remove(Caller caller, @PathVariable String group) {
    groups.remove(caller, group);
  }
}
