package io.gantry.ctl.image;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.shell.Shell;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives an image a further name. */
@Command(
    name = "tag",
    mixinStandardHelpOptions = true,
    description = "Give an image a further name.")
final class Tag implements Runnable {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or digest.")
  private String source = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "Further name.")
  private String target = "";

  @Mixin private final OnNode node = new OnNode();

  Tag(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("source", source);
    body.put("target", target);
    if (node.name() != null) {
      body.put("node", node.name());
    }
    shell.controlPlane().post(ApiPath.of(Images.ROOT, "tag"), body);
    shell.output().line(target);
  }
}
