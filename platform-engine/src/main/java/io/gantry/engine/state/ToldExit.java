package io.gantry.engine.state;

import io.gantry.api.container.ExitRecord;

/**
 * The end of a run that was told.
 *
 * @param sequence of the newest report of it
 */
record ToldExit(ExitRecord exit, long sequence) {}
