/**
 * Crash tests of the whole engine: {@link CrashIT} kills it at every save point of every operation
 * ({@link CrashScript}), and the next one has to bring all to rest by itself. Checkers say what is
 * wrong in sentences, and have tests that show them failing.
 */
package io.gantry.engine.crash;
