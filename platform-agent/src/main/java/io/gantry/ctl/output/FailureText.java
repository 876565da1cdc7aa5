package io.gantry.ctl.output;

import io.gantry.ctl.client.RequestFailed;
import org.jspecify.annotations.Nullable;

/** A failure as a person reads it: what, code, object, what to do, and where to look it up. */
public final class FailureText {
  private FailureText() {}

  public static String of(RequestFailed failure) {
    StringBuilder text = new StringBuilder();
    text.append("Error: ").append(failure.getMessage());
    text.append(" (").append(failure.code()).append(")\n");
    line(text, "object", failure.object());
    line(text, "state", failure.state());
    failure.fields().forEach((field, wrong) -> line(text, "field", field + ": " + wrong));
    line(text, "remedy", remedy(failure));
    line(text, "request id", failure.requestId());
    return text.toString();
  }

  private static void line(StringBuilder text, String name, @Nullable String value) {
    if (value != null) {
      text.append("  %-11s %s%n".formatted(name, value));
    }
  }

  private static @Nullable String remedy(RequestFailed failure) {
    return switch (failure.code()) {
      case RequestFailed.UNREACHABLE ->
          "start it (gantry up), or name its address by --server or GANTRY_SERVER";
      case "UNAUTHENTICATED" -> "sign in: gantryctl login, or give a token by GANTRY_TOKEN_FILE";
      case "FORBIDDEN" -> "ask an admin of the tenant for a role that allows it";
      case "NO_SUCH_CONTAINER" -> "see what there is: gantryctl ps --all";
      case "NO_SUCH_IMAGE" ->
          "see what there is: gantryctl image ls; bring it: gantryctl image pull, load or import";
      case "NO_SUCH_VOLUME" -> "see what there is: gantryctl volume ls";
      case "NO_SUCH_NODE" -> "see what there is: gantryctl nodes";
      case "NAME_DUPLICATE" -> "choose another --name, or remove the other one: gantryctl rm";
      case "NODE_UNAVAILABLE", "NO_PLACEMENT" -> "see which nodes are ready: gantryctl nodes";
      case "ADDRESS_IN_USE" -> "ask for another address: --ip, --ip6, --mac-address, or for none";
      case "PORT_IN_USE" -> "publish on another port: --publish OTHER:PORT";
      case "QUOTA_EXCEEDED" -> "see what is used: gantryctl quota";
      case "CONFLICT", "PRECONDITION_FAILED" -> "it changed meanwhile: look again and repeat";
      case "RATE_LIMITED" -> "wait a little and repeat";
      default -> null;
    };
  }
}
