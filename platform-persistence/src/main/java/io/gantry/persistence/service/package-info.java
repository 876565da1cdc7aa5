/**
 * Services, their revisions and replicas as rows; every change of one is made under its row's lock.
 */
@NullMarked
package io.gantry.persistence.service;

import org.jspecify.annotations.NullMarked;
