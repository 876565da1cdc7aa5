/** What the repositories that speak SQL themselves share: conditions of a query, and columns. */
@NullMarked
package io.gantry.persistence.jdbc;

import org.jspecify.annotations.NullMarked;
