package io.gantry.engine.network;

import io.gantry.api.error.GantryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What belongs to nobody and could not be taken down stays for the next attempt. */
final class Orphans {
  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

  private Orphans() {}

  /** Does a step of cleaning up; a failure is logged. */
  static void quietly(String object, Runnable step) {
    try {
      step.run();
    } catch (GantryException e) {
      LOG.atWarn().addKeyValue("object", object).setCause(e).log("network orphan stays for now");
    }
  }
}
