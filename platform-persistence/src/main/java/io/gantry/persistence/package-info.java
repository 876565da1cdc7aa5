/**
 * What the control plane keeps in PostgreSQL. The schema is in {@code db/migration}; the packages
 * below hold entities and repositories by feature. Start at {@link
 * io.gantry.persistence.PersistenceConfiguration}.
 */
@NullMarked
package io.gantry.persistence;

import org.jspecify.annotations.NullMarked;
