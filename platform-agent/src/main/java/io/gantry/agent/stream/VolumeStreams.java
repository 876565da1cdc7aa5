package io.gantry.agent.stream;

import static java.util.Map.entry;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamRequest;
import io.gantry.api.node.StreamRequest.Kind;
import io.gantry.engine.volume.Volumes;
import java.util.Map;

/** The streams about named volumes. Repeating one is harmless. */
final class VolumeStreams {
  private static final String NAME = "name";
  private static final String NOTHING = "";

  private final Volumes volumes;

  VolumeStreams(Volumes volumes) {
    this.volumes = volumes;
  }

  Map<Kind, StreamHandler> handlers() {
    return Map.ofEntries(
        entry(Kind.VOLUME_CREATE, new Answers(this::create)),
        entry(Kind.VOLUME_REMOVE, new Answers(this::remove)));
  }

  private Object create(StreamRequest request, Parameters parameters) {
    tolerating(
        ErrorCode.NAME_DUPLICATE,
        () -> {
          var unused = volumes.create(request.tenant(), parameters.requiredText(NAME));
        });
    return NOTHING;
  }

  private Object remove(StreamRequest request, Parameters parameters) {
    tolerating(
        ErrorCode.NO_SUCH_VOLUME,
        () -> volumes.remove(request.tenant(), parameters.requiredText(NAME)));
    return NOTHING;
  }

  /** A request that comes twice finds its work done. */
  private static void tolerating(ErrorCode done, Runnable act) {
    try {
      act.run();
    } catch (GantryException e) {
      if (e.code() != done) {
        throw e;
      }
    }
  }
}
