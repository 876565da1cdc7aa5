package io.gantry.api.doctor;

/** What can be done to what is stuck without doing harm. */
public enum Mending {
  /** The node is told the assignment again, as a new generation; nothing else is wanted. */
  REPEAT_ASSIGNMENT,
  /** The run gets the code -1, the cause UNKNOWN and the reason, as nobody can tell its end. */
  END_RUN_AS_UNKNOWN,
  /** What has no use any more is deleted. */
  FORGET
}
