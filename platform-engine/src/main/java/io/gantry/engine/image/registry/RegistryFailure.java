package io.gantry.engine.image.registry;

import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.http.ResponseException;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells what a registry, or the way to it, did wrong. */
final class RegistryFailure {
  private RegistryFailure() {}

  static GantryException of(ImageName name, Exception failure) {
    return translate(name, failure).about("image", name);
  }

  /** A failure of this node's own disk. */
  static GantryException storing(ImageName name, IOException failure) {
    boolean full = failure instanceof SyscallException local && local.code() == ErrorCode.NO_SPACE;
    return GantryException.of(
            full ? ErrorCode.NO_SPACE : ErrorCode.STORAGE,
            "what was fetched cannot be stored: " + failure.getMessage(),
            failure)
        .about("image", name);
  }

  private static GantryException translate(ImageName name, Exception failure) {
    String registry = name.registry();
    RefusedException refused = find(failure, RefusedException.class);
    if (find(failure, RegistryUnauthorizedException.class) != null
        || (refused != null && refused.isForbidden())) {
      return GantryException.of(
          ErrorCode.REGISTRY,
          registry + " refuses access: look at the name and the login",
          failure);
    }
    ResponseException response = find(failure, ResponseException.class);
    if ((response != null && response.getStatusCode() == 404)
        || (refused != null && refused.isMissing())) {
      return GantryException.of(
          ErrorCode.NO_SUCH_IMAGE, registry + " has no such image: look at its name", failure);
    }
    String reason = failure.getMessage();
    return GantryException.of(
        ErrorCode.REGISTRY,
        registry + " did not do what was asked: " + firstLine(reason == null ? "" : reason),
        failure);
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable current = failure;
    for (int depth = 0; current != null && depth < 10; depth++) {
      if (type.isInstance(current)) {
        return type.cast(current);
      }
      current = current.getCause();
    }
    return null;
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
