package io.gantry.engine.volume;

/** Which volumes a clean-up takes. */
public enum PruneScope {
  /** Those nobody gave a name. */
  ANONYMOUS,
  /** Every one that no container uses. */
  UNUSED
}
