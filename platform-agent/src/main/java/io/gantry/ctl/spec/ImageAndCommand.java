package io.gantry.ctl.spec;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/**
 * The image and, after it, what runs in it. Everything behind the image belongs to the container,
 * whatever it looks like.
 */
public final class ImageAndCommand {
  @Parameters(index = "0", paramLabel = "IMAGE", description = "Image to run.")
  private String image = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "Command and arguments instead of the image's.")
  private List<String> command = new ArrayList<>();

  public String image() {
    return image;
  }

  public List<String> command() {
    return withoutSeparator(command);
  }

  /** A {@code --} may stand before the command, and is not part of it. */
  public static List<String> withoutSeparator(List<String> command) {
    return !command.isEmpty() && command.getFirst().equals("--")
        ? command.subList(1, command.size())
        : command;
  }
}
