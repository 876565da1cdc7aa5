package io.gantry.api.container;

/** When the node fetches an image from its registry. */
public enum PullPolicy {
  /** Only if the node does not have it. */
  MISSING,
  ALWAYS,
  NEVER
}
