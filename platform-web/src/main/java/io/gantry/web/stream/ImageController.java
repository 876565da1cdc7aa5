package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.resource.ImageResource;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.resource.TagImage;
import io.gantry.fleet.image.ImageService;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Shows images of nodes, names and removes them. */
@RestController
@RequestMapping("/api/v1/images")
@Tag(name = "images", description = "Images in the stores of nodes; names belong to a tenant")
class ImageController {
  private final ImageService images;
  private final ImageStreams streams;

  ImageController(ImageService images, ImageStreams streams) {
    this.images = images;
    this.streams = streams;
  }

  @GetMapping
  @Requires(Permission.IMAGE_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List images",
      description = "The tenant's images by node, as the nodes last told, a page at a time.")
  Page<ImageResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String node,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return images.list(caller, node, new PageRequest(limit, cursor));
  }

  @GetMapping("/inspect")
  @Requires(Permission.IMAGE_READ)
  @Fails({ErrorCode.NO_SUCH_IMAGE, ErrorCode.NO_SUCH_NODE, ErrorCode.NODE_UNAVAILABLE})
  @Operation(
      summary = "Inspect an image",
      description = "All that is known of it, asked of a node that has it.")
  ImageDetail inspect(
      Caller caller,
      @RequestParam String reference,
      @RequestParam(required = false) @Nullable String node) {
    return streams.inspect(caller, reference, node);
  }

  @PostMapping("/tag")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.IMAGE_TAG)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NO_SUCH_IMAGE,
    ErrorCode.NO_SUCH_NODE,
    ErrorCode.NODE_UNAVAILABLE
  })
  @Operation(
      summary = "Tag an image",
      description = "Gives it a further name; a name of another image moves over.")
  void tag(Caller caller, @RequestBody TagImage tag) {
    streams.tag(caller, tag);
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.IMAGE_REMOVE)
  @Fails({
    ErrorCode.NO_SUCH_IMAGE,
    ErrorCode.NO_SUCH_NODE,
    ErrorCode.IMAGE_IN_USE,
    ErrorCode.NODE_UNAVAILABLE
  })
  @Operation(
      summary = "Remove an image",
      description = "Removes the name; the image goes with its last name, unless it is in use.")
  void remove(
      Caller caller,
      @RequestParam String reference,
      @RequestParam(required = false) @Nullable String node) {
    streams.remove(caller, reference, node);
  }

  @PostMapping("/prune")
  @Requires(Permission.IMAGE_REMOVE)
  @Fails({ErrorCode.NO_SUCH_NODE, ErrorCode.NODE_UNAVAILABLE})
  @Operation(
      summary = "Prune images",
      description = "Removes the tenant's images without a name that no container uses.")
  JsonNode prune(Caller caller, @RequestParam(required = false) @Nullable String node) {
    return streams.prune(caller, node);
  }
}
