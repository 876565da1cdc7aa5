package io.gantry.api.image;

/** How images lie in one file. */
public enum ArchiveFormat {
  /** As {@code docker save} writes it; several images. */
  DOCKER_ARCHIVE,
  /** An OCI image layout in a tar; several images. */
  OCI
}
