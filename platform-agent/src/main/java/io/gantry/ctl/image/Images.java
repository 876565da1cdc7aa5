package io.gantry.ctl.image;

import picocli.CommandLine.Command;

/** All commands about images. */
@Command(
    name = "image",
    aliases = "images",
    mixinStandardHelpOptions = true,
    description = "Work with the images of nodes.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ListImages.class,
      InspectImage.class,
      Pull.class,
      Push.class,
      Load.class,
      Save.class,
      Import.class,
      Tag.class,
      RemoveImage.class,
      Prune.class
    })
public final class Images {
  static final String ROOT = "images";
}
