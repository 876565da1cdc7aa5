package io.gantry.bench.crash;

/**
 * A container whose creation and start the control plane acknowledged.
 *
 * @param code what its process ends with
 * @param mayBeUnseen whether its monitor was killed, so that nobody may have seen the end
 */
record Acknowledged(String container, int code, boolean mayBeUnseen) {}
