package io.gantry.agent.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ArchiveFormat;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import io.gantry.api.node.StreamRequest;
import io.gantry.engine.image.Images;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Serves a stream that carries images out of this node as an archive. */
final class ImageSave implements StreamHandler {
  private final Images images;

  ImageSave(Images images) {
    this.images = images;
  }

  @Override
  public StreamControl serve(StreamRequest request, StreamChannel channel)
      throws IOException, InterruptedException {
    channel.listen(Inbound.NOTHING);
    Parameters parameters = new Parameters(request.parameters());
    List<String> references = parameters.texts("reference");
    ArchiveFormat format = format(parameters.text("format"));
    try (OutputStream archive =
        new BufferedOutputStream(new ChannelOutput(channel), StreamFrame.MAXIMUM_PAYLOAD_BYTES)) {
      images.save(request.tenant(), references, format, archive);
    }
    return StreamControl.end(null);
  }

  private static ArchiveFormat format(@Nullable String name) {
    if (name == null) {
      return ArchiveFormat.DOCKER_ARCHIVE;
    }
    try {
      return ArchiveFormat.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "format is docker-archive or oci, not '" + name + "'", e);
    }
  }
}
