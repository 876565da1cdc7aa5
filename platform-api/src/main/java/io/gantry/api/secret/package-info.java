/** Secrets of tenants: what the API takes and gives of them, and how they are sealed at rest. */
@NullMarked
package io.gantry.api.secret;

import org.jspecify.annotations.NullMarked;
