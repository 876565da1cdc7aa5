package io.gantry.engine.image.registry;

import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.image.document.RepositoryPrefix;
import java.util.regex.Pattern;

/**
 * A repository where it is served.
 *
 * @param host with its port, if it is not the usual one
 * @param insecure whether plain HTTP and certificates that cannot be verified are taken; always
 *     from this host's loopback interface
 * @param origin whether it is the registry of the image's name, and may see a login for it
 */
record Endpoint(String host, String repository, boolean insecure, boolean origin) {
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127\\.\\d+\\.\\d+\\.\\d+)(:\\d+)?");

  Endpoint {
    insecure = insecure || LOOPBACK.matcher(host).matches();
  }

  static Endpoint origin(ImageName name, boolean insecure) {
    return new Endpoint(name.registry(), name.repository(), insecure, true);
  }

  static Endpoint mirror(ImageName name, RepositoryPrefix prefix, RegistryRule.Mirror mirror) {
    String path = mirror.location().text() + prefix.rest(name);
    int slash = path.indexOf('/');
    return new Endpoint(
        slash < 0 ? path : path.substring(0, slash),
        slash < 0 ? name.repository() : path.substring(slash + 1),
        mirror.insecure(),
        false);
  }

  @Override
  public String toString() {
    return host + "/" + repository;
  }
}
