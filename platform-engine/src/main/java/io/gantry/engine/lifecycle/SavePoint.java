package io.gantry.engine.lifecycle;

/**
 * The places where the state of a container or pod becomes durable (SAVE-3). A crash before one
 * finds what was intended, a crash after it what was done; the crash tests kill the engine at each
 * of them.
 */
public enum SavePoint {
  CREATE_INSERTED("create.inserted"),
  /** Mounted and connected, and the run is opened. */
  PREPARE_DONE("prepare.done"),
  INIT_CREATED("init.created"),
  /** The run of a container that was initialised earlier is opened. */
  START_OPENED("start.opened"),
  START_RUNNING("start.running"),
  /** A run that could not be started has ended. */
  START_FAILED("start.failed"),
  SYNC_CHANGED("sync.changed"),
  EXIT_TIMEOUT("exit.timeout"),
  /** The monitor ended unseen, and the run with it. */
  MONITOR_DIED("monitor.died"),
  STOP_STOPPING("stop.stopping"),
  KILL_BY_USER("kill.by-user"),
  PAUSE_PAUSED("pause.paused"),
  PAUSE_RUNNING("pause.running"),
  RESTART_COUNTED("restart.counted"),
  /** A restart that was due is called off, or failed and is due again. */
  RESTART_PUT_OFF("restart.put-off"),
  CLEANUP_NETWORK("cleanup.network"),
  CLEANUP_RUNTIME("cleanup.runtime"),
  CLEANUP_STORAGE("cleanup.storage"),
  /** A health check found something new. */
  HEALTH_CHANGED("health.changed"),
  UPDATE_SAVED("update.saved"),
  /** The container's processes are going to be written to the disk. */
  CHECKPOINT_BEGUN("checkpoint.begun"),
  /** That is done, or was given up. */
  CHECKPOINT_SAVED("checkpoint.saved"),
  /** The processes of a checkpoint run again. */
  RESTORE_SAVED("restore.saved"),
  REMOVE_REMOVING("remove.removing"),
  REMOVE_DELETED("remove.deleted"),
  REFRESH_SAVED("refresh.saved"),
  /** A pod is there by its name; its infra container is made next. */
  POD_CREATING("pod.creating"),
  /** A pod is whole, or whole again after its removal was refused. */
  POD_CREATED("pod.created"),
  POD_REMOVING("pod.removing"),
  /** The pod has let go of its infra container, which goes next. */
  POD_LET_GO("pod.let-go"),
  POD_DELETED("pod.deleted");

  private final String id;

  SavePoint(String id) {
    this.id = id;
  }

  /** The name by the engine's specification, as {@code stop.stopping}. */
  public String id() {
    return id;
  }

  /** Told of each save; for tests that end the process there. */
  public interface Listener {
    /** Nobody listens. */
    Listener NONE =
        new Listener() {
          @Override
          public void before(SavePoint point) {}

          @Override
          public void after(SavePoint point) {}
        };

    /** The change is not on the disk yet. */
    void before(SavePoint point);

    /** The change is on the disk; nothing else has happened since. */
    void after(SavePoint point);
  }
}
