/**
 * What happened: the exit ledger, events and the audit log. Rows are added and never changed, which
 * the database itself refuses for ledger and audit. Also the answers kept for idempotency keys.
 */
@NullMarked
package io.gantry.persistence.history;

import org.jspecify.annotations.NullMarked;
