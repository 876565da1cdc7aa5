package io.gantry.ctl;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest tells. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = GantryCtl.class.getPackage().getImplementationVersion();
    return new String[] {"gantryctl " + (version == null ? "(unpackaged)" : version)};
  }
}
