package io.gantry.engine.crash;

/** Ids of the save points that parts of operations reach. */
final class Saves {
  static final String CREATED = "create.inserted ";
  static final String INITIALISED = "prepare.done init.created ";
  static final String STARTED = INITIALISED + "start.running ";
  static final String OPENED = "start.opened start.running ";
  static final String NOT_STARTED = "prepare.done start.failed cleanup.network cleanup.storage ";
  static final String SEEN = "sync.changed ";
  static final String STOPPED = "stop.stopping " + SEEN;
  static final String KILLED = "kill.by-user " + SEEN;
  static final String FREED = "cleanup.network cleanup.runtime cleanup.storage ";
  static final String FREED_OF_A_MEMBER = "cleanup.runtime cleanup.storage ";
  static final String RESTARTED = "restart.counted " + STARTED;
  static final String GONE = "remove.removing remove.deleted ";
  static final String REWIRED = "update.saved update.saved ";
  static final String CHECKPOINTED = "checkpoint.begun checkpoint.saved ";

  private Saves() {}
}
