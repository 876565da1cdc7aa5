/**
 * Who may use a route. Each one declares it by {@link io.gantry.security.Requires}, {@link
 * io.gantry.web.route.AnyCaller}, {@link io.gantry.web.route.NodesOnly} or {@link
 * io.gantry.web.route.OpenToAll}; what declares nothing is refused.
 */
@NullMarked
package io.gantry.web.route;

import org.jspecify.annotations.NullMarked;
