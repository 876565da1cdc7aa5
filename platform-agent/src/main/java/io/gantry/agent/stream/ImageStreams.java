package io.gantry.agent.stream;

import static java.util.Map.entry;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.image.PruneResult;
import io.gantry.api.image.RegistryLogin;
import io.gantry.api.image.TransferProgress;
import io.gantry.api.node.StreamRequest;
import io.gantry.api.node.StreamRequest.Kind;
import io.gantry.engine.image.Images;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The streams about images. Whoever changes a tenant's list has it told. */
final class ImageStreams {
  private static final String REFERENCE = "reference";
  private static final String NOTHING = "";

  private final Images images;
  private final Consumer<TenantId> changed;

  /**
   * @param changed told after a tenant's list changed
   */
  ImageStreams(Images images, Consumer<TenantId> changed) {
    this.images = images;
    this.changed = changed;
  }

  Map<Kind, StreamHandler> handlers() {
    return Map.ofEntries(
        entry(Kind.IMAGE_IMPORT, new ImageUpload(this::importRootfs)),
        entry(Kind.IMAGE_LOAD, new ImageUpload(this::load)),
        entry(Kind.IMAGE_SAVE, new ImageSave(images)),
        entry(Kind.IMAGE_PULL, new ImageTransfer(this::pull)),
        entry(Kind.IMAGE_PUSH, new ImageTransfer(this::push)),
        entry(Kind.IMAGE_TAG, new Answers(this::tag)),
        entry(Kind.IMAGE_REMOVE, new Answers(this::remove)),
        entry(Kind.IMAGE_PRUNE, new Answers(this::prune)),
        entry(Kind.IMAGE_INSPECT, new Answers(this::inspect)));
  }

  private Object importRootfs(
      StreamRequest request, Parameters parameters, InputStream archive, TransferProgress told) {
    return changing(
        request,
        () ->
            images.importRootfs(
                request.tenant(),
                parameters.requiredText(REFERENCE),
                archive,
                config(parameters),
                told));
  }

  private static ImageConfig config(Parameters parameters) {
    String workingDirectory = parameters.text("workingDirectory");
    if (workingDirectory != null && !workingDirectory.startsWith("/")) {
      throw GantryException.of(ErrorCode.INVALID_ARGUMENT, "workingDirectory is an absolute path");
    }
    return new ImageConfig(
        parameters.texts("entrypoint"),
        parameters.texts("command"),
        environment(parameters),
        workingDirectory,
        parameters.text("user"),
        null,
        null,
        null);
  }

  private static List<String> environment(Parameters parameters) {
    return parameters.assignments("env").entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .toList();
  }

  private Object load(
      StreamRequest request, Parameters parameters, InputStream archive, TransferProgress told) {
    return changing(request, () -> images.load(request.tenant(), archive, told));
  }

  private Object pull(StreamRequest request, Parameters parameters, TransferProgress told) {
    return changing(
        request,
        () ->
            images.pull(
                request.tenant(), parameters.requiredText(REFERENCE), login(parameters), told));
  }

  private Object push(StreamRequest request, Parameters parameters, TransferProgress told) {
    images.push(request.tenant(), parameters.requiredText(REFERENCE), login(parameters), told);
    return NOTHING;
  }

  private static @Nullable RegistryLogin login(Parameters parameters) {
    String username = parameters.text("username");
    return username == null
        ? null
        : new RegistryLogin(username, parameters.requiredText("password"));
  }

  private Object tag(StreamRequest request, Parameters parameters) {
    return changing(
        request,
        () -> {
          images.tag(
              request.tenant(),
              parameters.requiredText("source"),
              parameters.requiredText("target"));
          return NOTHING;
        });
  }

  private Object remove(StreamRequest request, Parameters parameters) {
    return changing(
        request,
        () -> {
          images.remove(request.tenant(), parameters.requiredText(REFERENCE));
          return NOTHING;
        });
  }

  private PruneResult prune(StreamRequest request, Parameters parameters) {
    return changing(request, () -> images.prune(request.tenant(), Duration.ZERO));
  }

  private ImageDetail inspect(StreamRequest request, Parameters parameters) {
    return images.inspect(request.tenant(), parameters.requiredText(REFERENCE));
  }

  private <T> T changing(StreamRequest request, Supplier<T> change) {
    T result = change.get();
    changed.accept(request.tenant());
    return result;
  }
}
