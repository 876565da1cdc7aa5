package io.gantry.web.secret;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.secret.CreateSecret;
import io.gantry.api.secret.ReplaceSecret;
import io.gantry.api.secret.SecretResource;
import io.gantry.fleet.secret.SecretService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.gantry.web.api.Versions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes, replaces, shows and removes secrets. */
@RestController
@RequestMapping("/api/v1/secrets")
@Tag(name = "secrets", description = "What containers are given and nobody is shown")
class SecretController {
  private final SecretService secrets;

  SecretController(SecretService secrets) {
    this.secrets = secrets;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.SECRET_CREATE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NAME_DUPLICATE, ErrorCode.UNSUPPORTED})
  @Operation(
      summary = "Create a secret",
      description =
          "Sealed before it is stored, and never shown again. Containers name it in their spec."
              + " An Idempotency-Key is not kept: nothing made from a secret is.")
  ResponseEntity<SecretResource> create(Caller caller, @RequestBody CreateSecret wish) {
    SecretResource made = secrets.create(caller, wish);
    return ResponseEntity.created(URI.create("/api/v1/secrets/" + made.name()))
        .eTag(Versions.tag(made.version()))
        .body(made);
  }

  @PutMapping("/{name}")
  @Requires(Permission.SECRET_UPDATE)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NOT_FOUND,
    ErrorCode.UNSUPPORTED,
    ErrorCode.PRECONDITION_REQUIRED,
    ErrorCode.PRECONDITION_FAILED
  })
  @Operation(
      summary = "Replace a secret",
      description =
          "Makes the next version. Containers that are made from now on get it; those that are there"
              + " keep their files.")
  ResponseEntity<SecretResource> replace(
      Caller caller,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody ReplaceSecret wish) {
    return tagged(secrets.replace(caller, name, Versions.required(ifMatch), wish.data()));
  }

  @GetMapping
  @Requires(Permission.SECRET_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List secrets",
      description = "By name, a page at a time, without what they hold.")
  Page<SecretResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return secrets.list(caller, new PageRequest(limit, cursor));
  }

  @GetMapping("/{name}")
  @Requires(Permission.SECRET_READ)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(summary = "Show a secret", description = "Without what it holds.")
  ResponseEntity<SecretResource> get(Caller caller, @PathVariable String name) {
    return tagged(secrets.get(caller, name));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.SECRET_REMOVE)
  @Fails({ErrorCode.NOT_FOUND, ErrorCode.DEPENDENCY_EXISTS})
  @Operation(
      summary = "Remove a secret",
      description = "With all its versions, unless a container's spec names it.")
  void remove(Caller caller, @PathVariable String name) {
    secrets.remove(caller, name);
  }

  private static ResponseEntity<SecretResource> tagged(SecretResource secret) {
    return ResponseEntity.ok().eTag(Versions.tag(secret.version())).body(secret);
  }
}
