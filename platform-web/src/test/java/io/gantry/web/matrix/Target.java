package io.gantry.web.matrix;

/** Whose the object is that an operation is asked about. */
enum Target {
  OWN,
  FOREIGN,
  MISSING,
  /** The operation is about no single object. */
  NONE
}
