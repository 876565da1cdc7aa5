/**
 * The audit log: shows it, and notes what is refused. What is done is noted by the fleet's services
 * in the transaction that does it. Begin at {@link io.gantry.web.audit.RefusedRequests}.
 */
@NullMarked
package io.gantry.web.audit;

import org.jspecify.annotations.NullMarked;
