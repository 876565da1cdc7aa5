package io.gantry.web.volume;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.CreateVolume;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.resource.VolumeResource;
import io.gantry.fleet.volume.VolumeService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes, shows and removes named volumes. */
@RestController
@RequestMapping("/api/v1/volumes")
@Tag(name = "volumes", description = "Named volumes; each lies on one node")
class VolumeController {
  private final VolumeService volumes;

  VolumeController(VolumeService volumes) {
    this.volumes = volumes;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.VOLUME_CREATE)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.QUOTA_EXCEEDED,
    ErrorCode.NO_SUCH_NODE,
    ErrorCode.NAME_DUPLICATE,
    ErrorCode.IDEMPOTENCY_MISMATCH,
    ErrorCode.NO_PLACEMENT
  })
  @Operation(
      summary = "Create a volume",
      description =
          "Promises the name to a node, which makes the volume when a container first mounts it.")
  ResponseEntity<VolumeResource> create(Caller caller, @RequestBody CreateVolume wish) {
    VolumeResource made = volumes.create(caller, wish);
    return ResponseEntity.created(URI.create("/api/v1/volumes/" + made.name())).body(made);
  }

  @GetMapping
  @Requires(Permission.VOLUME_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(summary = "List volumes", description = "By name, a page at a time.")
  Page<VolumeResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return volumes.list(caller, new PageRequest(limit, cursor));
  }

  @GetMapping("/{name}")
  @Requires(Permission.VOLUME_READ)
  @Fails(ErrorCode.NO_SUCH_VOLUME)
  @Operation(summary = "Show a volume", description = "By its name.")
  VolumeResource get(Caller caller, @PathVariable String name) {
    return volumes.get(caller, name);
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.VOLUME_REMOVE)
  @Fails({ErrorCode.NO_SUCH_VOLUME, ErrorCode.VOLUME_IN_USE})
  @Operation(
      summary = "Remove a volume",
      description = "With all that is in it, unless a container mounts it.")
  void remove(Caller caller, @PathVariable String name) {
    volumes.remove(caller, name);
  }
}
