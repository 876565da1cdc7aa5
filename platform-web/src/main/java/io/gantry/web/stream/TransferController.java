package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.TransferImage;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Moves images between clients, nodes and registries; nothing is stored on the way. */
@RestController
@RequestMapping("/api/v1/images")
@Tag(name = "images")
class TransferController {
  private static final Set<String> FORMATS = Set.of("DOCKER_ARCHIVE", "OCI");
  private static final String LINES =
      " With 'Accept: application/x-ndjson' the answer has a line of JSON for each progress and a"
          + " last one for the result or the problem.";

  private final ImageStreams streams;
  private final TransferAnswer answer;
  private final LogListeners listeners;

  TransferController(ImageStreams streams, TransferAnswer answer, LogListeners listeners) {
    this.streams = streams;
    this.answer = answer;
    this.listeners = listeners;
  }

  @PostMapping("/import")
  @Requires(Permission.IMAGE_IMPORT)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NO_SUCH_NODE,
    ErrorCode.IMAGE_INVALID,
    ErrorCode.NODE_UNAVAILABLE,
    ErrorCode.NO_SPACE
  })
  @Operation(
      summary = "Import a root file system",
      description =
          "The body is a tar, which becomes an image of one layer. The other parameters become the"
              + " defaults of its containers; entrypoint, command and env come once for each word or"
              + " variable."
              + LINES)
  void importRootfs(
      Caller caller,
      @RequestParam String reference,
      @Parameter(description = "Words of the program and its first arguments")
          @RequestParam(required = false)
          @Nullable List<String> entrypoint,
      @Parameter(description = "Words after the entrypoint, unless a container names its own")
          @RequestParam(required = false)
          @Nullable List<String> command,
      @Parameter(description = "Environment variable as NAME=value") @RequestParam(required = false)
          @Nullable List<String> env,
      @Parameter(description = "Absolute path that processes start in")
          @RequestParam(required = false)
          @Nullable String workingDirectory,
      @Parameter(description = "User and group that processes run as, by name or id, as web:staff")
          @RequestParam(required = false)
          @Nullable String user,
      @RequestParam(required = false) @Nullable String node,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Map<String, Object> parameters =
        new StreamParameters()
            .with("reference", reference)
            .withAll("entrypoint", request)
            .withAll("command", request)
            .withAll("env", request)
            .with("workingDirectory", workingDirectory)
            .with("user", user)
            .toMap();
    upload(streams.importRootfs(caller, parameters, node), request, response);
  }

  @PostMapping("/load")
  @Requires(Permission.IMAGE_IMPORT)
  @Fails({
    ErrorCode.NO_SUCH_NODE,
    ErrorCode.IMAGE_INVALID,
    ErrorCode.DIGEST_MISMATCH,
    ErrorCode.NODE_UNAVAILABLE,
    ErrorCode.NO_SPACE
  })
  @Operation(
      summary = "Load images",
      description = "The body is an archive of Docker's or of the OCI's form." + LINES)
  void load(
      Caller caller,
      @RequestParam(required = false) @Nullable String node,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    upload(streams.load(caller, node), request, response);
  }

  @GetMapping("/save")
  @Requires(Permission.IMAGE_SAVE)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NO_SUCH_IMAGE,
    ErrorCode.NO_SUCH_NODE,
    ErrorCode.NODE_UNAVAILABLE
  })
  @Operation(
      summary = "Save images",
      description =
          "An archive with the images; reference may come several times. format is DOCKER_ARCHIVE"
              + " (the default) or OCI.")
  void save(
      Caller caller,
      @RequestParam List<String> reference,
      @RequestParam(defaultValue = "DOCKER_ARCHIVE") String format,
      @RequestParam(required = false) @Nullable String node,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (!FORMATS.contains(format)) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "format is DOCKER_ARCHIVE or OCI, not '" + format + "'");
    }
    try (NodeStream stream = streams.save(caller, reference, format, node)) {
      LogAnswer.ofOutput(MediaType.APPLICATION_OCTET_STREAM_VALUE)
          .write(stream, listeners.of(request, response));
    }
  }

  @PostMapping("/pull")
  @Requires(Permission.IMAGE_PULL)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NO_SUCH_NODE,
    ErrorCode.IMAGE_INVALID,
    ErrorCode.REGISTRY,
    ErrorCode.NODE_UNAVAILABLE,
    ErrorCode.NO_SPACE
  })
  @Operation(
      summary = "Pull an image",
      description = "A node fetches it from its registry." + LINES)
  void pull(
      Caller caller,
      @RequestBody TransferImage transfer,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    answer(streams.pull(caller, transfer), request, response);
  }

  @PostMapping("/push")
  @Requires(Permission.IMAGE_PUSH)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NO_SUCH_IMAGE,
    ErrorCode.NO_SUCH_NODE,
    ErrorCode.REGISTRY,
    ErrorCode.NODE_UNAVAILABLE
  })
  @Operation(summary = "Push an image", description = "A node sends it to its registry." + LINES)
  void push(
      Caller caller,
      @RequestBody TransferImage transfer,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    answer(streams.push(caller, transfer), request, response);
  }

  private void upload(NodeStream opened, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (NodeStream stream = opened;
        Replies replies = new Replies(stream);
        Upload upload = Upload.start(request.getInputStream(), stream)) {
      answer(replies, request, response, upload);
    }
  }

  private void answer(
      Replies replies, HttpServletRequest request, HttpServletResponse response, Upload upload)
      throws IOException {
    try {
      answer(replies, request, response);
    } catch (IOException | RuntimeException e) {
      upload.abandon();
      throw e;
    }
    upload.finish();
  }

  private void answer(NodeStream opened, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (NodeStream stream = opened;
        Replies replies = new Replies(stream)) {
      answer(replies, request, response);
    }
  }

  private void answer(Replies replies, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept != null && accept.contains(MediaType.APPLICATION_NDJSON_VALUE)) {
      answer.writeLines(replies, request, response);
    } else {
      answer.writeResult(replies, response);
    }
  }
}
