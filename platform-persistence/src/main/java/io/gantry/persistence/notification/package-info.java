/**
 * How replicas wake each other: PostgreSQL's LISTEN and NOTIFY. A wake-up says only that something
 * may have changed; whoever is woken reads the rows. It is sent with the transaction that changed
 * them, so nobody is woken too early.
 */
@NullMarked
package io.gantry.persistence.notification;

import org.jspecify.annotations.NullMarked;
