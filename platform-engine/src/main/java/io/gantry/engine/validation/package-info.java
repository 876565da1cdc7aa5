/**
 * What a container's spec must keep before anything is made for it (STORAGE-16). Every rule is a
 * {@link io.gantry.engine.validation.SpecRule}; a new field's rules are added to the list in {@link
 * io.gantry.engine.validation.SpecValidation}. Whether a tenant may have it is not asked here.
 */
@NullMarked
package io.gantry.engine.validation;

import org.jspecify.annotations.NullMarked;
