/**
 * Services: so many containers of one spec, replaced one after the other when the spec changes.
 * Start at {@link io.gantry.api.service.ServiceSpec}.
 */
@NullMarked
package io.gantry.api.service;

import org.jspecify.annotations.NullMarked;
