/**
 * What the exit ledger tells when it is not asked for single rows: runs counted by what they have
 * in common, verdicts on images, crash loops. Rows themselves are {@link
 * io.gantry.api.resource.ExitResource}, and which are meant says {@link
 * io.gantry.api.resource.ExitFilter}.
 */
@NullMarked
package io.gantry.api.ledger;

import org.jspecify.annotations.NullMarked;
