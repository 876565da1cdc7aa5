package io.gantry.ctl.container;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.resource.ExitResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;

/** Reads single records of the exit ledger, which outlives containers. */
final class Ledger {
  private Ledger() {}

  static ExitRecord record(ControlPlane controlPlane, String container, long run) {
    return controlPlane
        .get(ApiPath.of("exits", container, Long.toString(run)), ExitResource.class)
        .record();
  }
}
