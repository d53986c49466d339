/** A platform in miniature for tests: PostgreSQL, an API server with our resources, and an identity provider. */
@NullMarked
package dev.freihafen.platform.testing;

import org.jspecify.annotations.NullMarked;
