package io.gantry.fleet.doctor;

import io.gantry.api.doctor.Mending;
import io.gantry.api.doctor.StuckKind;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a kind and done about it.
 *
 * @param mending absent if nothing the doctor could do is safe
 */
record Prescription(String why, String remedy, @Nullable Mending mending) {

  static Prescription of(StuckKind kind) {
    return kind.ofPlatform() ? ofPlatform(kind) : ofTenant(kind);
  }

  private static Prescription ofTenant(StuckKind kind) {
    return switch (kind) {
      case NEVER_REPORTED ->
          repeat(
              "the node fetches an image without getting on, its engine hangs, or the assignment was lost",
              "see the node's log and its registry; have the assignment repeated");
      case WISH_UNANSWERED ->
          repeat(
              "the node's engine hangs in this container, or the change was lost on its way",
              "see the node's log; have the assignment repeated");
      case WISH_FAILED ->
          repeat(
              "the node tried and could not",
              "mend what the failure names, then have the assignment repeated: the node does not try"
                  + " again by itself what failed for good");
      case STOPPING ->
          repeat(
              "the process does not end by the signals, as it waits for a disk or file system",
              "have the assignment repeated, so that the node stops it again; else kill it, or see its"
                  + " host");
      case REMOVING ->
          repeat(
              "the container does not stop, or something of it cannot be unmounted or deleted",
              "have the assignment repeated; else remove it by force, or see its node's log");
      case RESTART_OVERDUE ->
          repeat(
              "the node's timer was lost, as by a restart of its agent under load",
              "have the assignment repeated; else start it");
      case STATE_UNKNOWN ->
          none(
              "its node's records of it are damaged",
              "remove it by force and create it again; its exits stay in the ledger");
      case NODE_AWAY ->
          none(
              "the host or its network is down, or its agent does not run",
              "bring the node back, and it does what is asked; if it is gone for good, an admin of the"
                  + " platform removes it by force");
      case END_UNTOLD ->
          new Prescription(
              "the node's store was restored or made anew before it told this end",
              "let the run end as unknown: no report to come can tell its end",
              Mending.END_RUN_AS_UNKNOWN);
      case IDEMPOTENCY_KEY ->
          new Prescription(
              "the housekeeping does not run",
              "forget the key; a repetition of its request is then done anew",
              Mending.FORGET);
      case NODE_SILENT, NODE_LOST, STREAM_REQUEST, TOMBSTONE, TASK_OVERDUE ->
          throw new IllegalArgumentException(kind + " is of the platform");
    };
  }

  private static Prescription ofPlatform(StuckKind kind) {
    return switch (kind) {
      case NODE_SILENT ->
          none(
              "its agent was enrolled and not started, or does not reach the control plane",
              "start the agent, or remove the node");
      case NODE_LOST ->
          none(
              "the host or its network is down, or its agent does not run; its containers may run on",
              "bring the node back; if it is gone for good remove it by force, which ends its open runs"
                  + " as unknown");
      case STREAM_REQUEST ->
          forget("the node has no watch, and the housekeeping does not run", "forget the request");
      case TOMBSTONE -> forget("the housekeeping does not run", "forget the marks");
      case TASK_OVERDUE ->
          none(
              "no replica runs, its pool of connections is exhausted, or the task fails each time",
              "see the logs of the replicas; any of them takes the task when it can");
      case NEVER_REPORTED,
          WISH_UNANSWERED,
          WISH_FAILED,
          STOPPING,
          REMOVING,
          RESTART_OVERDUE,
          STATE_UNKNOWN,
          NODE_AWAY,
          END_UNTOLD,
          IDEMPOTENCY_KEY ->
          throw new IllegalArgumentException(kind + " is of a tenant");
    };
  }

  private static Prescription repeat(String why, String remedy) {
    return new Prescription(why, remedy, Mending.REPEAT_ASSIGNMENT);
  }

  private static Prescription forget(String why, String remedy) {
    return new Prescription(why, remedy, Mending.FORGET);
  }

  private static Prescription none(String why, String remedy) {
    return new Prescription(why, remedy, null);
  }
}
