/** The lifecycle on a host that exists only in memory ({@link FakeHost}), and its crash tests. */
package io.gantry.engine.lifecycle;
