/**
 * Whose images are taken: by registry and repository, all of them, none, or those that somebody
 * signed. Signatures are cosign's, checked with keys of the configuration and without asking
 * anybody else. Start at {@link io.gantry.engine.image.signature.TrustPolicy}.
 */
@NullMarked
package io.gantry.engine.image.signature;

import org.jspecify.annotations.NullMarked;
