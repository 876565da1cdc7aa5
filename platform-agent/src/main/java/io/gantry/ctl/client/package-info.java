/**
 * The REST contract from the client's side: requests, failures, streams. Knows nothing of commands.
 */
@NullMarked
package io.gantry.ctl.client;

import org.jspecify.annotations.NullMarked;
