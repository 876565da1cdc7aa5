package io.gantry.api.container;

/** Whether a container is prepared for systemd as its first process. */
public enum SystemdMode {
  /** If its command is systemd or an init program. */
  AUTO,
  ALWAYS,
  NEVER
}
