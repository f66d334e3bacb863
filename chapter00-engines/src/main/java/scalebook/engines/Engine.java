package scalebook.engines;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;

/** Where the servers come from. */
public enum Engine {
  /** Embedded where this platform has a binary that runs, else local, else docker. */
  AUTO,
  /** Binaries from Maven. */
  EMBEDDED,
  /** {@code mariadbd} or {@code mysqld}, and {@code redis-server}, from PATH. */
  LOCAL,
  /** Containers. */
  DOCKER,
  /** Servers that run already. */
  GIVEN;

  public static Engine named(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      String known =
          Arrays.stream(values()).map(Engine::toString).collect(Collectors.joining(", "));
      throw new Missing("there is no engine '" + name + "': choose one of " + known, e);
    }
  }

  /** {@code SCALEBOOK_ENGINE}, or {@link #AUTO}. */
  public static Engine ofEnvironment() {
    return Home.environment("SCALEBOOK_ENGINE").map(Engine::named).orElse(AUTO);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
